package dev.dromedary.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port that nobody listens at, for a program that is started next. Not one that the system gives: those are what it also gives to
 * connections that begin, and one of them may have it before the program does.
 */
public final class FreePort {

    /** Below the ports of nodes (Kubernetes) and those of connections that begin (Linux: 32768). */
    private static final int FIRST = 20_000;

    private static final int PAST = 30_000;

    private FreePort() {}

    /** One of them, by chance. */
    public static int any() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, PAST);
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // Another, then.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
