package dev.dromedary.routes.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/** Clients that say everything at once and then only listen. */
final class Talk {

    /** So many at a time. */
    private static final int LANES = 16;

    private Talk() {}

    /**
     * What one hears.
     *
     * @param ended whether the other side ended the connection
     */
    record Heard(String text, boolean ended) {

        List<Wiretap.Answered> answers() {
            return Wiretap.answers(text);
        }
    }

    /** What each client does. */
    @FunctionalInterface
    interface Client {
        void with(Hostile request) throws IOException;
    }

    /** A client for each, some at a time. */
    static void each(List<Hostile> requests, Client client) throws InterruptedException, ExecutionException {
        Semaphore lanes = new Semaphore(LANES);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Object>> all = requests.stream()
                    .map(request -> clients.submit(() -> {
                        lanes.acquire();
                        try {
                            client.with(request);
                        } finally {
                            lanes.release();
                        }
                        return null;
                    }))
                    .toList();
            for (Future<Object> done : all) {
                done.get();
            }
        }
    }

    /**
     * Says a text, and hears until the connection ends, enough has come, or nothing more comes.
     *
     * @param text a byte a character
     * @param quiet how long nothing must come
     */
    static Heard say(int port, String text, Duration quiet, Predicate<Heard> enough) throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) quiet.toMillis());
            Thread.ofVirtual().start(() -> send(socket, text));
            byte[] part = new byte[16 * 1024];
            while (!enough.test(heard(heard, false))) {
                int count = socket.getInputStream().read(part);
                if (count < 0) {
                    return heard(heard, true);
                }
                heard.write(part, 0, count);
            }
            return heard(heard, false);
        } catch (SocketTimeoutException e) {
            return heard(heard, false);
        } catch (IOException e) {
            return heard(heard, true);
        }
    }

    private static Heard heard(ByteArrayOutputStream bytes, boolean ended) {
        return new Heard(bytes.toString(StandardCharsets.ISO_8859_1), ended);
    }

    private static void send(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // Whoever ends the connection early has said why.
        }
    }
}
