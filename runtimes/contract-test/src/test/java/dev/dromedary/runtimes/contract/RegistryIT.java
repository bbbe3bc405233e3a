package dev.dromedary.runtimes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.runtimes.contract.Packaging.Wish;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dependencies come from the registry that the environment names, whose certificate only the configured bundle knows; what a
 * lock file says counts.
 */
@ExtendWith(OneAtATime.class)
class RegistryIT {

    private static final String RUNTIMES = "dev.dromedary.runtimes.contract.LanguageRuntime#withPackaging";

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource(RUNTIMES)
    void whatIsAskedForComesFromTheRegistryThatIsNamed(LanguageRuntime runtime) {
        assertThat(installed(runtime, Wish.ANY)).isEqualTo(Packaging.NEWER);
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource(RUNTIMES)
    void whatIsLockedIsInstalled(LanguageRuntime runtime) {
        assertThat(installed(runtime, Wish.LOCKED)).isEqualTo(Packaging.OLDER);
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource(RUNTIMES)
    void aLockThatDoesNotFitIsAFailure(LanguageRuntime runtime) {
        Packaging packaging = Packaging.of(runtime).orElseThrow();
        try (PackageRegistry registry = new PackageRegistry(packaging::published, Optional.empty())) {
            Pod pod = pod(packaging, registry, Wish.UNFIT);
            String message = failure(runtime, pod, trusted(pod, packaging, registry));
            assertThat(message).contains(packaging.complaint());
        }
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource(RUNTIMES)
    void aCertificateThatNobodyKnowsIsNamed(LanguageRuntime runtime) {
        Packaging packaging = Packaging.of(runtime).orElseThrow();
        try (PackageRegistry registry = new PackageRegistry(packaging::published, Optional.empty())) {
            Map<String, String> env = packaging.registry(registry.address());
            String message = failure(runtime, pod(packaging, registry, Wish.ANY), env);
            assertThat(message).containsIgnoringCase("certificate");
        }
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource(RUNTIMES)
    void aPrivateRegistryIsToldWhoAsks(LanguageRuntime runtime) {
        Packaging packaging = Packaging.of(runtime).orElseThrow();
        try (PackageRegistry registry =
                new PackageRegistry(packaging::published, Optional.of(packaging.authorization()))) {
            Pod pod = pod(packaging, registry, Wish.PRIVATE);
            Map<String, String> env = trusted(pod, packaging, registry);
            env.putAll(packaging.privateRegistry(registry.address()));
            assertThat(text(runtime, pod, env)).isEqualTo(Packaging.NEWER);
            assertThat(pod.terminationMessage()).isEmpty();
            Pod stranger = pod(packaging, registry, Wish.ANY);
            String refused = failure(runtime, stranger, trusted(stranger, packaging, registry));
            assertThat(refused)
                    .containsAnyOf("401", "Authentication is required", "Please provide credentials")
                    .doesNotContain("hidden");
        }
    }

    private static String installed(LanguageRuntime runtime, Wish wish) {
        Packaging packaging = Packaging.of(runtime).orElseThrow();
        try (PackageRegistry registry = new PackageRegistry(packaging::published, Optional.empty())) {
            Pod pod = pod(packaging, registry, wish);
            return text(runtime, pod, trusted(pod, packaging, registry));
        }
    }

    private static String text(LanguageRuntime runtime, Pod pod, Map<String, String> env) {
        Map<String, String> greet = new TreeMap<>(env);
        greet.put("FUNC_HANDLER", "greet");
        Steps.online(runtime, pod, greet).ifPresent(failed -> {
            throw new AssertionError("A step ended with status " + failed.status() + ":\n" + failed.log());
        });
        try (Server server = Server.start(runtime, pod, Map.of("FUNC_HANDLER", "greet"))) {
            return server.call("").body();
        }
    }

    private static String failure(LanguageRuntime runtime, Pod pod, Map<String, String> env) {
        assertThat(Steps.online(runtime, pod, env)).isPresent();
        assertThat(pod.terminationMessage().length()).isLessThan(2048);
        return pod.terminationMessage();
    }

    private static Pod pod(Packaging packaging, PackageRegistry registry, Wish wish) {
        Pod pod = Pod.create();
        packaging.function(wish, registry.address()).forEach(pod::with);
        return pod;
    }

    /** The registry, with its authority in the bundle. */
    private static Map<String, String> trusted(Pod pod, Packaging packaging, PackageRegistry registry) {
        Map<String, String> env = new TreeMap<>(packaging.registry(registry.address()));
        env.putAll(Bundle.in(pod, registry.certificate()));
        return env;
    }
}
