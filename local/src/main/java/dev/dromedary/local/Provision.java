package dev.dromedary.local;

import dev.dromedary.crd.FunctionSource;
import dev.dromedary.kube.Hash;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Puts a function and its dependencies into a folder, as the containers {@code prepare} and {@code install} do in a pod. */
final class Provision {

    private final Path cache;
    private final Processes processes;
    private final Consumer<String> say;

    /**
     * A provision.
     *
     * @param cache where servers' libraries and functions' dependencies are kept, by content
     * @param say is told of what takes time
     */
    Provision(Path cache, Processes processes, Consumer<String> say) {
        this.cache = cache;
        this.processes = processes;
        this.say = say;
    }

    /** A function in its folder. */
    record Provisioned(Language language, Path folder, Path cache) {

        List<String> serve() {
            return language.recipe().serve().stream().map(this::resolve).toList();
        }

        List<String> install() {
            return language.recipe().install().stream().map(this::resolve).toList();
        }

        Map<String, String> env() {
            Map<String, String> env = new TreeMap<>();
            language.recipe().env().forEach((name, value) -> env.put(name, resolve(value)));
            return env;
        }

        private String resolve(String word) {
            return word.replace("${here}", language.folder().toString())
                    .replace("${cache}", cache.toString())
                    .replace("${function}", folder.toString());
        }
    }

    /**
     * Provisions a function.
     *
     * @param folder an empty folder for it
     * @throws Failed if the runtime or the dependencies cannot be installed
     */
    Provisioned provision(LocalFunction function, Language language, Path folder) {
        Path server = cache.resolve("runtimes").resolve(language.runtime().id());
        Provisioned provisioned = new Provisioned(language, folder, server);
        prepare(provisioned);
        FunctionSource source = function.source();
        try {
            if (source.hasDependencies()) {
                link(dependencies(function, provisioned), folder);
            }
            Files.write(folder.resolve(source.file()), source.content());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return provisioned;
    }

    /** Once at a time: two functions of one language may start together. */
    private synchronized void prepare(Provisioned provisioned) {
        for (String program : provisioned.language().recipe().needs()) {
            if (!isInstalled(program)) {
                throw new Failed("prepare: '" + program + "' is not on the PATH: install it to run "
                        + provisioned.language().runtime().id() + " functions here");
            }
        }
        if (!Files.exists(provisioned.cache())) {
            say.accept("Installing what the " + provisioned.language().runtime().id() + " runtime's server needs");
        }
        List<String> words = provisioned.language().recipe().prepare().stream()
                .map(provisioned::resolve)
                .toList();
        run("prepare", words, provisioned.language().folder(), Map.of());
    }

    private static boolean isInstalled(String program) {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private Path dependencies(LocalFunction function, Provisioned provisioned) throws IOException {
        FunctionSource source = function.source();
        String key = Hash.of(Map.of("runtime", function.runtime().name(), "dependencies", source.dependencies()));
        Path kept = cache.resolve("dependencies").resolve(key);
        if (Files.exists(kept)) {
            return kept;
        }
        say.accept("Installing the dependencies of Function " + function.key());
        Files.createDirectories(kept.getParent());
        Path fresh = Files.createTempDirectory(kept.getParent(), key);
        Files.writeString(fresh.resolve(source.dependencyFile()), source.dependencies());
        Provisioned there = new Provisioned(provisioned.language(), fresh, provisioned.cache());
        run("install", there.install(), fresh, there.env());
        Files.move(fresh, kept);
        return kept;
    }

    /** The dependencies are shared by all functions and versions that have the same. */
    private static void link(Path dependencies, Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(dependencies)) {
            for (Path entry : entries.toList()) {
                Files.createSymbolicLink(folder.resolve(entry.getFileName()), entry);
            }
        }
    }

    private void run(String step, List<String> words, Path folder, Map<String, String> env) {
        RunningProcess process = processes.start(new Processes.Command(words, folder, env, line -> {}));
        try {
            int status = process.await();
            if (status != 0) {
                throw new Failed(
                        step + ": ended with exit status " + status + ": " + String.join(" | ", process.lastLines()));
            }
        } catch (InterruptedException e) {
            process.end();
            Thread.currentThread().interrupt();
            throw new Failed(step + ": interrupted");
        }
    }
}
