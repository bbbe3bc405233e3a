package dev.dromedary.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Programs as processes that end with this JVM; among them those that {@code cluster/tools} built. */
public final class Binaries {

    /** A child is told of the death of the thread that made it: one thread makes them all, and lives as long as the JVM. */
    private static final ExecutorService PARENT =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    private Binaries() {}

    /** Runs one of the tools, with its output appended to a file. */
    public static Process run(String program, List<String> arguments, Path log) {
        return run(find(program), arguments, Map.of(), log);
    }

    /** Runs any program that ends with this JVM, even where the JVM is killed. */
    public static Process run(Path program, List<String> arguments, Map<String, String> environment, Path log) {
        List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig=KILL", program.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return CompletableFuture.supplyAsync(() -> start(builder), PARENT).join();
    }

    /** Sends a signal, such as {@code STOP}, to a process. */
    public static void signal(String signal, Process process) {
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program; its absence is an error, never a skipped test. */
    private static Path find(String program) {
        String folder = System.getenv("DROMEDARY_BIN");
        if (folder == null || !Files.isExecutable(Path.of(folder, program))) {
            throw new IllegalStateException(
                    program + " is not at hand: run the tests with `make`, or set DROMEDARY_BIN to what"
                            + " `cluster/tools etcd kube-apiserver` prints (now: " + folder + ")");
        }
        return Path.of(folder, program);
    }
}
