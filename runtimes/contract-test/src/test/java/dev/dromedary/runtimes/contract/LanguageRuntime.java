package dev.dromedary.runtimes.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A runtime under test, as its runtime.yaml says.
 *
 * @param name the runtime string, such as {@code python3.11}
 * @param folder where its runtime.yaml is
 * @param suffix of a source file, such as {@code .py}
 * @param dependencyFile such as {@code requirements.txt}
 * @param installation what installs dependencies
 * @param serving what serves calls
 */
record LanguageRuntime(
        String name, Path folder, String suffix, String dependencyFile, Phase installation, Phase serving) {

    private static final YAMLMapper MAPPER = new YAMLMapper();

    /** An image with its command and environment. */
    record Phase(String image, String command, Map<String, String> env) {}

    /** All runtimes of the checkout; the system property {@code only} names one folder. */
    static List<LanguageRuntime> all() {
        String only = System.getProperty("only", "");
        try (Stream<Path> folders = Files.list(Path.of(System.getProperty("runtimes")))) {
            return folders.filter(folder -> only.isEmpty() || folder.endsWith(only))
                    .map(folder -> folder.toAbsolutePath().normalize().resolve("runtime.yaml"))
                    .filter(Files::exists)
                    .sorted()
                    .flatMap(LanguageRuntime::in)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The function with a dependency that the installation step puts into place, without a network. */
    Path withDependency() {
        return Path.of(System.getProperty("dependencies")).resolve(folder.getFileName());
    }

    /** A source file among the runtime's examples or its function of the contract test. */
    Path source(String path) {
        return folder.resolve(path + suffix);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Stream<LanguageRuntime> in(Path file) {
        try {
            JsonNode language = MAPPER.readTree(file.toFile());
            return elements(language.get("versions"))
                    .map(version -> new LanguageRuntime(
                            language.get("ID").asText() + version.get("version").asText(),
                            file.getParent(),
                            language.get("fileNameSuffix").asText(),
                            language.get("depName").asText(),
                            phase(version, "installation"),
                            phase(version, "runtime")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Phase phase(JsonNode version, String name) {
        return elements(version.get("images"))
                .filter(image -> image.get("phase").asText().equals(name))
                .map(image -> new Phase(
                        image.get("image").asText(), image.path("command").asText(""), env(image.path("env"))))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no phase " + name));
    }

    /** The environment, with Kubernetes' reference to the volume put in. */
    private static Map<String, String> env(JsonNode env) {
        Map<String, String> values = new TreeMap<>();
        env.properties()
                .forEach(entry -> values.put(
                        entry.getKey(), entry.getValue().asText().replace("$(KUBELESS_INSTALL_VOLUME)", Pod.VOLUME)));
        return values;
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
