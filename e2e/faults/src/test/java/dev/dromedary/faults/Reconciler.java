package dev.dromedary.faults;

import static org.awaitility.Awaitility.await;

import dev.dromedary.kube.Binaries;
import dev.dromedary.kube.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * The packaged reconciler, as a process of its own: killing it is SIGKILL. Started again it has the same identity, as a
 * container that crashed has in its pod, so that the Lease is its own at once.
 */
final class Reconciler implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);
    private static final Pattern STACK_TRACE = Pattern.compile("^\\s+at [\\w.$/]+\\(", Pattern.MULTILINE);

    private static final Program PROGRAM =
            Program.of(Path.of("../../reconciler"), List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));

    private final String identity;
    private final Path folder;
    private final Path kubeconfig;
    private final List<Path> logs = new ArrayList<>();
    private volatile Process process;

    /**
     * One that does not run yet.
     *
     * @param port where its API server, the proxy, listens
     */
    Reconciler(String identity, int port) {
        this.identity = identity;
        try {
            folder = Files.createTempDirectory("reconciler-" + identity);
            kubeconfig = Files.writeString(folder.resolve("kubeconfig"), kubeconfig(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kubeconfig(int port) {
        return """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: admin}}]
                clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: admin, user: {token: admin-token}}]
                """
                .formatted(port);
    }

    /** Runs it once and ends it in good order, which makes later starts fast. */
    void train() {
        launch(PROGRAM::train);
        awaitLeading();
        process.destroy();
        await("the reconciler ends").atMost(START).until(() -> !runs());
    }

    /** Starts it; nothing is waited for. */
    void launch() {
        launch(PROGRAM::start);
    }

    private synchronized void launch(BiFunction<Map<String, String>, Path, Process> how) {
        Path log = folder.resolve("log-" + logs.size());
        logs.add(log);
        Map<String, String> environment =
                Map.of("KUBECONFIG", kubeconfig.toString(), "DROMEDARY_IDENTITY", identity, "QUARKUS_HTTP_PORT", "0");
        process = how.apply(environment, log);
    }

    /** Starts it and waits until it leads. */
    void start() {
        launch();
        awaitLeading();
    }

    void awaitLeading() {
        await("the reconciler leads; its log: " + folder).atMost(START).until(this::leads);
    }

    boolean leads() {
        String log = log();
        return log.lastIndexOf("leading=true") > log.lastIndexOf("leading=false");
    }

    boolean runs() {
        return process != null && process.isAlive();
    }

    /** SIGKILL; it is dead when this returns. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** How often it was started. */
    synchronized int starts() {
        return logs.size();
    }

    void freeze() {
        Binaries.signal("STOP", process);
    }

    void thaw() {
        Binaries.signal("CONT", process);
    }

    /** What it said since it was started the last time. */
    String log() {
        try {
            return Files.readString(logs.getLast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there is a stack trace in something that it said: a person should never need one. */
    static boolean hasStackTrace(String log) {
        return STACK_TRACE.matcher(log).find();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
