package dev.dromedary.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.crd.Catalogue;
import dev.dromedary.crd.FunctionRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a runtime is run outside of a container: {@code runtimes/<language>/local.json}.
 *
 * @param runtime its entry of the catalogue
 * @param folder where it stands
 * @param recipe what local.json says
 */
record Language(FunctionRuntime runtime, Path folder, Recipe recipe) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * What local.json says. Words may hold <code>${here}</code>, the runtime's folder, <code>${version}</code>, the second
     * part of the runtime string, <code>${cache}</code>, what {@code prepare} made, and <code>${function}</code>, the
     * function's folder.
     *
     * @param needs programs that must be on the PATH
     * @param packages Debian's packages that have them; empty: not said
     * @param prepare makes the cache; quick where it is there
     * @param install installs dependencies; empty: {@code compile} does it
     * @param compile makes what is served of the source; empty: nothing is compiled
     * @param serve runs the server
     * @param env for all but {@code prepare}
     */
    record Recipe(
            String description,
            List<String> needs,
            List<String> packages,
            List<String> prepare,
            List<String> install,
            List<String> compile,
            List<String> serve,
            Map<String, String> env) {

        Recipe {
            packages = packages == null ? List.of() : List.copyOf(packages);
            install = install == null ? List.of() : List.copyOf(install);
            compile = compile == null ? List.of() : List.copyOf(compile);
        }
    }

    /** All languages of the folder {@code runtimes}, by runtime string, such as {@code python3.11}. */
    static Map<String, Language> in(Path runtimes) {
        try (Stream<Path> folders = Files.list(runtimes)) {
            return folders.filter(folder -> Files.exists(folder.resolve("local.json")))
                    .sorted()
                    .map(Language::read)
                    .flatMap(language -> language.runtime().versions().stream()
                            .map(version -> Map.entry(language.runtime().id() + version.version(), language)))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Their catalogue; folders may share an id, as those of Python 2 and 3 do. */
    static Catalogue catalogue(Map<String, Language> languages) {
        Map<String, FunctionRuntime> byId = languages.values().stream()
                .map(Language::runtime)
                .distinct()
                .collect(Collectors.toMap(FunctionRuntime::id, runtime -> runtime, Language::merged, TreeMap::new));
        return new Catalogue(List.copyOf(byId.values()));
    }

    private static FunctionRuntime merged(FunctionRuntime one, FunctionRuntime other) {
        return new FunctionRuntime(
                one.id(),
                one.depName(),
                one.fileNameSuffix(),
                one.livenessProbe(),
                Stream.concat(one.versions().stream(), other.versions().stream())
                        .toList());
    }

    private static Language read(Path folder) {
        try {
            return new Language(
                    FunctionRuntime.parse(Files.readString(folder.resolve("runtime.yaml"))),
                    folder,
                    MAPPER.readValue(folder.resolve("local.json").toFile(), Recipe.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
