package dev.dromedary.runtimes.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A runtime under test, as its runtime.yaml says.
 *
 * @param name the runtime string, such as {@code python3.11}
 * @param version its second part
 * @param folder where its runtime.yaml is
 * @param suffix of a source file, such as {@code .py}
 * @param dependencyFile such as {@code requirements.txt}; empty: it has no dependencies
 * @param steps what runs before the server: installation, compilation, both or none
 * @param serving what serves calls
 * @param local how it is run without its image; empty: not at all
 * @param parsesData whether the function gets JSON as values, not as text
 */
record LanguageRuntime(
        String name,
        String version,
        Path folder,
        String suffix,
        String dependencyFile,
        List<Phase> steps,
        Phase serving,
        Optional<Recipe> local,
        boolean parsesData) {

    private static final YAMLMapper MAPPER = new YAMLMapper();
    private static final Set<Path> SAID = ConcurrentHashMap.newKeySet();

    /** An image with its command and environment. */
    record Phase(String name, String image, String command, Map<String, String> env) {}

    /**
     * All runtimes of the checkout but those that say they are not tested; the system property {@code only} names one
     * folder.
     */
    static List<LanguageRuntime> all() {
        String only = System.getProperty("only", "");
        try (Stream<Path> folders = Files.list(Path.of(System.getProperty("runtimes")))) {
            return folders.filter(folder -> only.isEmpty() || folder.endsWith(only))
                    .map(folder -> folder.toAbsolutePath().normalize().resolve("runtime.yaml"))
                    .filter(Files::exists)
                    .filter(LanguageRuntime::isTested)
                    .sorted()
                    .flatMap(LanguageRuntime::in)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those whose functions get JSON as values. */
    static List<LanguageRuntime> parsing() {
        return all().stream().filter(LanguageRuntime::parsesData).toList();
    }

    /** Those whose functions may have dependencies. */
    static List<LanguageRuntime> withDependencies() {
        return all().stream()
                .filter(runtime -> !runtime.dependencyFile().isEmpty())
                .toList();
    }

    /** Those whose packages a registry of this machine can have. */
    static List<LanguageRuntime> withPackaging() {
        return all().stream()
                .filter(runtime -> Packaging.of(runtime).isPresent())
                .toList();
    }

    /** The function with a dependency that the steps put into place, without a network. */
    Path withDependency() {
        try {
            return Path.of(System.getProperty("dependencies"))
                    .resolve(folder.getFileName())
                    .toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A source file among the runtime's examples or its function of the contract test. */
    Path source(String path) {
        return folder.resolve(path + suffix);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Those that cannot be tested here are passed over, but not in silence. */
    private static boolean isTested(Path file) {
        Path untested = file.resolveSibling("untested");
        if (!Files.exists(untested)) {
            return true;
        }
        try {
            if (SAID.add(file)) {
                System.out.println(file.getParent().getFileName() + ": not tested, "
                        + Files.readString(untested).strip());
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<LanguageRuntime> in(Path file) {
        try {
            Path folder = file.getParent();
            JsonNode language = MAPPER.readTree(file.toFile());
            Path local = folder.resolve("local.json");
            Optional<Recipe> recipe = Files.exists(local) ? Optional.of(Recipe.read(local)) : Optional.empty();
            Path traits = folder.resolve("contract/traits.json");
            boolean parsesData = !Files.exists(traits)
                    || new JsonMapper()
                            .readTree(traits.toFile())
                            .path("data")
                            .asText()
                            .equals("parsed");
            return elements(language.get("versions"))
                    .map(version -> new LanguageRuntime(
                            language.get("ID").asText() + version.get("version").asText(),
                            version.get("version").asText(),
                            folder,
                            language.get("fileNameSuffix").asText(),
                            language.path("depName").asText(""),
                            Stream.of("installation", "compilation")
                                    .flatMap(name -> phase(version, name).stream())
                                    .toList(),
                            phase(version, "runtime").orElseThrow(),
                            recipe,
                            parsesData));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Phase> phase(JsonNode version, String name) {
        return elements(version.get("images"))
                .filter(image -> image.get("phase").asText().equals(name))
                .map(image -> new Phase(
                        name, image.get("image").asText(), image.path("command").asText(""), env(image.path("env"))))
                .findFirst();
    }

    private static Map<String, String> env(JsonNode env) {
        Map<String, String> values = new TreeMap<>();
        env.properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
        return values;
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
