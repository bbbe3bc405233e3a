package dev.dromedary.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The processes that were started here. None outlives this program, however that ends: see {@code guard.sh}. */
final class Processes implements AutoCloseable {

    private static final String GUARD = guard();
    /** What a shell may hold for its own programs means something else to a function's. */
    private static final Set<String> NOT_INHERITED = Set.of("PYTHONPATH", "PYTHONHOME", "NODE_PATH", "NODE_OPTIONS");

    private final Set<RunningProcess> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * What to run.
     *
     * @param command program and arguments
     * @param folder the working directory
     * @param env variables besides the inherited ones
     * @param output is told of each line of output
     */
    record Command(List<String> command, Path folder, Map<String, String> env, Consumer<String> output) {}

    /**
     * Starts a process.
     *
     * @throws UncheckedIOException if there is no such program
     * @throws IllegalStateException if everything is ending
     */
    RunningProcess start(Command command) {
        if (closed) {
            throw new IllegalStateException("Everything is ending");
        }
        List<String> words = new ArrayList<>(List.of("sh", "-c", GUARD, "guard"));
        words.addAll(command.command());
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(command.folder().toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(NOT_INHERITED);
        builder.environment().putAll(command.env());
        try {
            RunningProcess started = new RunningProcess(builder.start(), command.output());
            running.add(started);
            started.onExit(() -> running.remove(started));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends all that run, at once, and waits for it. */
    @Override
    public void close() {
        closed = true;
        List<Thread> ending = new ArrayList<>();
        running.forEach(process -> ending.add(Thread.ofVirtual().start(process::end)));
        for (Thread thread : ending) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String guard() {
        try (InputStream in = Processes.class.getResourceAsStream("guard.sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
