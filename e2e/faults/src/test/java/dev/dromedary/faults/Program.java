package dev.dromedary.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the packaged reconciler is run: with an AOT cache of its own, for it is started hundreds of times. */
final class Program {

    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final Path JAR = jar();
    private static final Path CACHE = cache();

    private Program() {}

    static List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        if (Files.exists(CACHE)) {
            arguments.add("-XX:AOTCache=" + CACHE);
        }
        arguments.add("-jar");
        arguments.add(JAR.toString());
        return arguments;
    }

    /** As {@link #arguments}, for the run that makes the cache when it ends in good order. */
    static List<String> training() {
        List<String> arguments = new ArrayList<>(arguments());
        arguments.add(0, "-XX:AOTCacheOutput=" + CACHE);
        return arguments;
    }

    private static Path cache() {
        try {
            Path cache = Files.createTempDirectory("aot").resolve("reconciler.aot");
            cache.getParent().toFile().deleteOnExit();
            cache.toFile().deleteOnExit();
            return cache;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar() {
        Path jar = Path.of("../../reconciler/target/quarkus-app/quarkus-run.jar")
                .toAbsolutePath()
                .normalize();
        if (!Files.exists(jar)) {
            throw new IllegalStateException("There is no " + jar + ": run `make build` first");
        }
        return jar;
    }
}
