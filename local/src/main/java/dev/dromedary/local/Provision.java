package dev.dromedary.local;

import dev.dromedary.crd.FunctionSource;
import dev.dromedary.kube.Hash;
import dev.dromedary.local.Language.Recipe;
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

/** Puts a function and its dependencies into a folder, as the containers {@code prepare}, {@code
 * install} and {@code compile} do in a pod. */
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
    record Provisioned(Language language, String version, Path folder, Path cache) {

        List<String> prepare() {
            return words(language.recipe().prepare());
        }

        List<String> install() {
            return words(language.recipe().install());
        }

        List<String> compile() {
            return words(language.recipe().compile());
        }

        List<String> serve() {
            return words(language.recipe().serve());
        }

        Map<String, String> env() {
            Map<String, String> env = new TreeMap<>();
            language.recipe().env().forEach((name, value) -> env.put(name, resolve(value)));
            return env;
        }

        private List<String> words(List<String> recipe) {
            return recipe.stream().map(this::resolve).toList();
        }

        private String resolve(String word) {
            return word.replace("${here}", language.folder().toString())
                    .replace("${cache}", cache.toString())
                    .replace("${function}", folder.toString())
                    .replace("${version}", version);
        }
    }

    /**
     * Provisions a function.
     *
     * @param folder an empty folder for it
     * @throws Failed if the runtime or the dependencies cannot be installed, or the function cannot be compiled
     */
    Provisioned provision(LocalFunction function, Language language, Path folder) {
        Path server = cache.resolve("runtimes").resolve(function.runtime().name());
        Provisioned provisioned =
                new Provisioned(language, function.runtime().version().version(), folder, server);
        prepare(provisioned);
        FunctionSource source = function.source();
        try {
            if (source.hasDependencies() && provisioned.install().isEmpty()) {
                Files.writeString(folder.resolve(source.dependencyFile()), source.dependencies());
            } else if (source.hasDependencies()) {
                link(dependencies(function, provisioned), folder);
            }
            Files.write(folder.resolve(source.file()), source.content());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        compile(function, provisioned);
        return provisioned;
    }

    /** Once at a time: two functions of one language may start together. */
    private synchronized void prepare(Provisioned provisioned) {
        Recipe recipe = provisioned.language().recipe();
        for (String program : recipe.needs()) {
            if (!isInstalled(program)) {
                throw new Failed("prepare: '" + program + "' is not on the PATH: install it to run "
                        + provisioned.language().runtime().id() + " functions here"
                        + (recipe.packages().isEmpty()
                                ? ""
                                : " (Debian: " + String.join(" ", recipe.packages()) + ")"));
            }
        }
        if (!Files.exists(provisioned.cache())) {
            say.accept("Installing what the " + provisioned.language().runtime().id() + " runtime's server needs");
        }
        run("prepare", provisioned.prepare(), provisioned.language().folder(), Map.of());
    }

    private void compile(LocalFunction function, Provisioned provisioned) {
        if (provisioned.compile().isEmpty()) {
            return;
        }
        say.accept("Compiling Function " + function.key());
        Map<String, String> env = provisioned.env();
        env.put("MOD_NAME", function.source().handler().module());
        env.put("FUNC_HANDLER", function.source().handler().function());
        env.put("KUBELESS_FUNC_NAME", function.source().handler().function());
        env.putAll(function.env());
        run("compile", provisioned.compile(), provisioned.folder(), env);
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
        Provisioned there = new Provisioned(provisioned.language(), provisioned.version(), fresh, provisioned.cache());
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
