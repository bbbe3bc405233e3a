package dev.dromedary.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An overlay rendered into one file, and what a person does with it: kustomize and kubectl, as {@code cluster/tools} has them. */
final class Installation {

    private static final Duration BUILD = Duration.ofMinutes(10);
    private static final Duration RENDER = Duration.ofSeconds(30);

    private final Path tools;
    private final Path manifest;

    /** Renders an overlay, named by its folder. */
    Installation(Path overlay) {
        this.tools = Path.of(run(BUILD, "../cluster/tools", "kubectl", "kustomize")
                .lines()
                .reduce((first, second) -> second)
                .orElseThrow());
        this.manifest = Path.of("target", overlay.getFileName() + ".yaml");
        String rendered = run(RENDER, tools.resolve("kustomize").toString(), "build", overlay.toString());
        try {
            Files.writeString(manifest, rendered);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void apply() {
        kubectl(Cluster.SOON, "apply", "-f", manifest.toString());
    }

    /** Deletes all of it, and waits until all of it is gone. */
    void delete(Duration longest) {
        kubectl(longest, "delete", "-f", manifest.toString());
    }

    private void kubectl(Duration longest, String... arguments) {
        run(
                longest,
                Stream.concat(Stream.of(tools.resolve("kubectl").toString()), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }

    private static String run(Duration longest, String... command) {
        try {
            Path said = Files.createTempFile("e2e", ".log");
            Path complained = Files.createTempFile("e2e", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(said.toFile())
                    .redirectError(complained.toFile())
                    .start();
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
}
