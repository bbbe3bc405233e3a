package dev.dromedary.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Programs that a person runs.
 *
 * @param folder where they run
 * @param environment variables besides this process' own
 * @param longest how long one may take
 */
record Command(Path folder, Map<String, String> environment, Duration longest) {

    private static final Duration BUILD = Duration.ofMinutes(10);

    /** In the folder of the walks. */
    static Command within(Duration longest) {
        return new Command(Path.of("."), Map.of(), longest);
    }

    /** The folder with kubectl and kustomize, as {@code cluster/tools} builds them. */
    static Path tools() {
        return Path.of(within(BUILD)
                .run("../cluster/tools", "kubectl", "kustomize")
                .lines()
                .reduce((first, second) -> second)
                .orElseThrow());
    }

    /** Runs one, and gives back what it printed. */
    String run(String... command) {
        try {
            Path said = Files.createTempFile("e2e", ".log");
            Path complained = Files.createTempFile("e2e", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(said.toFile())
                    .redirectError(complained.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
            String output = Files.readString(said);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(List.of(command)
                        + (ended ? " failed: " : " did not end in " + longest + ": ")
                        + output
                        + Files.readString(complained));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs a program of {@link #tools()}. */
    String run(Path program, String... arguments) {
        return run(Stream.concat(Stream.of(program.toString()), Arrays.stream(arguments))
                .toArray(String[]::new));
    }
}
