package dev.dromedary.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One of Dromedary's programs as it is packaged, run as a process of its own that ends with this JVM: with an AOT cache, as in its
 * image, for it is started hundreds of times.
 */
public final class Program {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Path jar;
    private final Path cache;
    private final List<String> options;

    private Program(Path jar, List<String> options) {
        this.jar = jar;
        this.options = List.copyOf(options);
        try {
            cache = Files.createTempDirectory("aot").resolve("program.aot");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cache.getParent().toFile().deleteOnExit();
        cache.toFile().deleteOnExit();
    }

    /**
     * The program of a module.
     *
     * @param module its folder
     * @param options for its JVM
     * @throws IllegalStateException where it is not packaged yet
     */
    public static Program of(Path module, List<String> options) {
        Path jar = module.resolve("target/quarkus-app/quarkus-run.jar")
                .toAbsolutePath()
                .normalize();
        if (!Files.exists(jar)) {
            throw new IllegalStateException("There is no " + jar + ": run `make build` first");
        }
        return new Program(jar, options);
    }

    /** Starts it, with its output appended to a file; nothing is waited for. */
    public Process start(Map<String, String> environment, Path log) {
        return run(isTrained() ? "-XX:AOTCache=" + cache : "-XX:AOTMode=off", environment, log);
    }

    /** Whether it has its cache. */
    public boolean isTrained() {
        return Files.exists(cache);
    }

    /** As {@link #start}; ended in good order it leaves the cache, which makes later starts fast. */
    public Process train(Map<String, String> environment, Path log) {
        return run("-XX:AOTCacheOutput=" + cache, environment, log);
    }

    private Process run(String aot, Map<String, String> environment, Path log) {
        List<String> arguments = new ArrayList<>(List.of(aot));
        arguments.addAll(options);
        arguments.addAll(List.of("-jar", jar.toString()));
        return Binaries.run(JAVA, arguments, environment, log);
    }
}
