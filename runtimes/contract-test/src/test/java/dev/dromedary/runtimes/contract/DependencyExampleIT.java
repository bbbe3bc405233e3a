package dev.dromedary.runtimes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples with a dependency, with the public registries: of the languages whose registry is reached from where this is
 * built, which are not RubyGems, Packagist and NuGet.
 */
@ExtendWith(OneAtATime.class)
class DependencyExampleIT {

    private static final String MODULE = "hellowithdeps";

    /** What each is called by, and how its answer begins. */
    private static final Map<String, List<String>> EXAMPLES = Map.of(
            "go", List.of("foo", "hello with dependencies"),
            "java", List.of("handler", "today is 2"),
            "jython", List.of("foo", "hello with dependencies"),
            "nodejs", List.of("handler", "Hello with dependencies"),
            "python", List.of("foo", "hello with dependencies"));

    /** A machine may have mirrors of its own. */
    private static final List<String> SETTINGS = List.of(
            "GOPROXY",
            "GOSUMDB",
            "HTTPS_PROXY",
            "MAVEN_MIRROR",
            "MAVEN_OPTS",
            "NO_PROXY",
            "NPM_REGISTRY",
            "PIP_DEFAULT_TIMEOUT",
            "PIP_INDEX_URL");

    static Stream<Arguments> examples() {
        return LanguageRuntime.all().stream()
                .filter(runtime -> EXAMPLES.containsKey(folder(runtime)))
                .map(runtime -> Arguments.of(
                        runtime,
                        EXAMPLES.get(folder(runtime)).getFirst(),
                        EXAMPLES.get(folder(runtime)).getLast()));
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("examples")
    void itRunsWithWhatTheRegistryHas(LanguageRuntime runtime, String handler, String answer) {
        Pod pod = Pod.create().withAll(runtime.folder().resolve("examples").resolve(MODULE));
        Map<String, String> env = new TreeMap<>(Map.of("MOD_NAME", MODULE, "FUNC_HANDLER", handler));
        System.getenv().forEach((name, value) -> {
            if (SETTINGS.contains(name)) {
                env.put(name, value);
            }
        });
        env.putAll(Bundle.ofThisMachine(pod));
        Steps.online(runtime, pod, env).ifPresent(failed -> {
            throw new AssertionError("A step ended with status " + failed.status() + ":\n" + failed.log());
        });
        try (Server server = Server.start(runtime, pod, Map.of("MOD_NAME", MODULE, "FUNC_HANDLER", handler))) {
            assertThat(server.call("").body()).startsWith(answer);
        }
    }

    private static String folder(LanguageRuntime runtime) {
        return runtime.folder().getFileName().toString();
    }
}
