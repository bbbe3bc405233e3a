package dev.dromedary.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A function that runs as a local process: what a pod is in a cluster. */
final class FunctionServer {

    static final String HOST = "127.0.0.1";

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PROBE = Duration.ofSeconds(1);
    /** Beyond its calls' own time, for what the server itself has to do at its end. */
    private static final Duration MARGIN = Duration.ofSeconds(1);
    /** The limit a cluster gives a function that names none. */
    private static final String MEMORY = "256Mi";

    private final RunningProcess process;
    private final int port;
    private final Duration timeout;
    private final Path folder;
    private final Path termination;
    private final Instant started = Instant.now();

    private FunctionServer(RunningProcess process, int port, Duration timeout, Path folder, Path termination) {
        this.process = process;
        this.port = port;
        this.timeout = timeout;
        this.folder = folder;
        this.termination = termination;
    }

    /** Starts the server; it does not answer yet. */
    static FunctionServer start(
            LocalFunction function, Provision.Provisioned provisioned, Processes processes, Consumer<String> output) {
        int port = freePort();
        Path termination = termination(provisioned.folder());
        Map<String, String> env = new HashMap<>(function.env());
        env.putAll(provisioned.env());
        env.put("MOD_NAME", function.source().handler().module());
        env.put("FUNC_HANDLER", function.source().handler().function());
        env.put("FUNC_TIMEOUT", function.timeout());
        env.put("FUNC_RUNTIME", function.runtime().name());
        env.put("FUNC_MEMORY_LIMIT", MEMORY);
        env.put("FUNC_HOST", HOST);
        env.put("FUNC_PORT", String.valueOf(port));
        env.put("SHUTDOWN_TIMEOUT", function.timeout());
        env.put("TERMINATION_LOG", termination.toString());
        RunningProcess process =
                processes.start(new Processes.Command(provisioned.serve(), provisioned.folder(), env, output));
        process.onExit(() -> FolderTree.remove(provisioned.folder()));
        return new FunctionServer(
                process,
                port,
                Duration.ofSeconds(Long.parseLong(function.timeout())),
                provisioned.folder(),
                termination);
    }

    /**
     * Waits until it answers.
     *
     * @param wanted whether it is still wanted; it ends if not
     * @throws Failed if it ends, or does not answer in time
     */
    void awaitAnswer(BooleanSupplier wanted) {
        while (!answers()) {
            if (!process.alive()) {
                throw new Failed("ended before it answered: " + lastWords());
            }
            if (Instant.now().isAfter(started.plus(START)) || !wanted.getAsBoolean()) {
                process.end();
                throw new Failed("did not answer within " + START.toSeconds() + " s");
            }
            pause();
        }
    }

    int port() {
        return port;
    }

    boolean alive() {
        return process.alive();
    }

    Duration age() {
        return Duration.between(started, Instant.now());
    }

    /** Why it ended: what it wrote as its reason, else what it printed last. */
    String lastWords() {
        String reason = String.join(" | ", process.lastLines());
        try {
            String written = Files.readString(termination).strip();
            reason = written.isEmpty() ? reason : written.replace("\n", " | ");
        } catch (IOException e) {
            // The folder is being cleared up.
        }
        // The folder is another one each time, which is no news.
        return reason.replace(folder + "/", "");
    }

    void onExit(Runnable then) {
        process.onExit(then);
    }

    /** Lets it finish the calls that it has, each within its own time, then ends it. */
    void retire() {
        process.end(timeout.plus(MARGIN));
    }

    /** Ends it soon. */
    void end() {
        process.end();
    }

    private boolean answers() {
        try {
            HttpURLConnection probe = (HttpURLConnection) URI.create("http://" + HOST + ":" + port + "/healthz")
                    .toURL()
                    .openConnection();
            probe.setConnectTimeout((int) PROBE.toMillis());
            probe.setReadTimeout((int) PROBE.toMillis());
            return probe.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed("interrupted");
        }
    }

    /** The server writes there only if the file is there, as Kubernetes puts it into a container. */
    private static Path termination(Path folder) {
        try {
            return Files.writeString(folder.resolveSibling(folder.getFileName() + ".log"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
