package dev.dromedary.runtime;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The process that started this one (../serve): it hears how this one is, and says by standard input when it is to end. */
final class Supervisor {

    private static final int TERMINATION_LOG_ROOM = 1500;

    private final Path reports;
    private final String name;

    private Supervisor(Path reports, String name) {
        this.reports = reports;
        this.name = name;
    }

    /**
     * @param reports the file or pipe that it reads; null if there is none
     * @param name by which it knows this process
     */
    static Supervisor of(String reports, String name) {
        return new Supervisor(reports == null ? null : Path.of(reports), name);
    }

    void ready() {
        tell("ready");
    }

    /** Another process shall take over. */
    void replace(String reason) {
        say(reason + "; another process takes over");
        tell("replace");
    }

    /** There will be no server: the reason goes to standard error and to where Kubernetes looks for it. */
    int failed(String reason, String terminationLog) {
        say(reason);
        explain(reason, Path.of(terminationLog));
        tell("failed");
        return 1;
    }

    /** Waits for the word to end; false if the supervisor itself is no more. */
    static boolean awaitEnd() throws IOException {
        InputStream words = new FileInputStream(FileDescriptor.in);
        return words.read() >= 0;
    }

    static void say(String text) {
        System.err.print("dromedary: " + text + "\n");
        System.err.flush();
    }

    /** Makes a thread of the server's, which cannot do without: if it dies, the process ends, and another takes its place. */
    static Thread.Builder.OfPlatform thread(String name) {
        return Thread.ofPlatform().name(name).daemon().uncaughtExceptionHandler((thread, error) -> {
            say("the thread " + thread.getName() + " died: " + error);
            System.exit(1);
        });
    }

    private static void explain(String reason, Path file) {
        if (!Files.isWritable(file)) {
            return;
        }
        String end = reason.substring(Math.max(0, reason.length() - TERMINATION_LOG_ROOM));
        try {
            Files.writeString(file, end.strip(), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            say("Cannot write " + file);
        }
    }

    private void tell(String word) {
        if (reports == null) {
            return;
        }
        try {
            Files.write(
                    reports,
                    (word + " " + name + "\n").getBytes(StandardCharsets.US_ASCII),
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            say("The supervisor does not listen: " + e);
        }
    }
}
