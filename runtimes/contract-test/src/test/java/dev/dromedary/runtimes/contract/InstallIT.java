package dev.dromedary.runtimes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The steps before the server install dependencies; they run in containers of the same pod. */
@ExtendWith(OneAtATime.class)
class InstallIT {

    private static final String RUNTIMES = "dev.dromedary.runtimes.contract.LanguageRuntime#withDependencies";

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource(RUNTIMES)
    void whatIsInstalledIsFoundByTheFunction(LanguageRuntime runtime) {
        Pod pod = Pod.create().withAll(runtime.withDependency());
        Map<String, String> greet = Map.of("FUNC_HANDLER", "greet");
        // Kubernetes runs them again where they were interrupted.
        Steps.taken(runtime, pod, greet);
        Steps.taken(runtime, pod, greet);
        assertThat(pod.terminationMessage()).isEmpty();
        try (Server server = Server.start(runtime, pod, greet)) {
            assertThat(server.call("").body()).isEqualTo("hello from a dependency");
        }
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource(RUNTIMES)
    void aFileThatNamesNothingIsFine(LanguageRuntime runtime) {
        Pod pod = Steps.taken(runtime, Steps.source(runtime).with(runtime.dependencyFile(), "\n"), Map.of());
        try (Server server = Server.start(runtime, pod, Map.of())) {
            assertThat(server.call("hello").body()).isEqualTo("hello world");
        }
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource(RUNTIMES)
    void aFailureLeavesItsReason(LanguageRuntime runtime) {
        Pod pod = Steps.source(runtime).with(runtime.dependencyFile(), "{ this names nothing\n");
        Ended ended = Steps.take(runtime, pod, Map.of()).orElseThrow();
        assertThat(ended.log()).contains(runtime.dependencyFile());
        assertThat(pod.terminationMessage()).contains(runtime.dependencyFile());
        assertThat(pod.terminationMessage().length()).isLessThan(2048);
    }
}
