package dev.dromedary.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process of {@link Processes}, and the last it said. */
final class RunningProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int KEPT_LINES = 15;

    private final Process process;
    private final Deque<String> last = new ArrayDeque<>();
    private final Thread reader;

    RunningProcess(Process process, Consumer<String> output) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(() -> read(output));
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Calls once it has ended. */
    void onExit(Runnable then) {
        var unused = process.onExit().thenRun(then);
    }

    /** Waits for its end: its exit status. */
    int await() throws InterruptedException {
        int status = process.waitFor();
        reader.join(PATIENCE);
        return status;
    }

    /** The last lines it printed. */
    List<String> lastLines() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    /** Tells it to end, and waits a little. */
    void end() {
        end(PATIENCE);
    }

    /**
     * Tells it to end, and waits; in the end all of it is killed.
     *
     * @param patience how long it may take by itself
     */
    void end(Duration patience) {
        List<ProcessHandle> tree = process.descendants().toList();
        // Process.destroy would close the pipes too: a second signal by the guard, and an output that cannot be
        // written.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    private void read(Consumer<String> output) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (last) {
                    last.add(line);
                    if (last.size() > KEPT_LINES) {
                        last.remove();
                    }
                }
                output.accept(line);
            }
        } catch (IOException e) {
            // It ended in the middle of a line.
        }
    }
}
