package dev.dromedary.runtimes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.testcontainers.containers.GenericContainer;

/** The installation step: it runs before the server, in a container of the same pod. */
class InstallIT {

    @ForEachRuntime
    void whatIsInstalledIsFoundByTheFunction(LanguageRuntime runtime) {
        Pod pod = Pod.create().withAll(runtime.withDependency());
        // Kubernetes runs it again where it was interrupted.
        for (int run = 1; run <= 2; run++) {
            Ended ended = install(runtime, pod);
            assertThat(ended.status()).as(ended.log()).isZero();
        }
        assertThat(pod.terminationMessage()).isEmpty();
        try (Server server = Server.start(runtime, pod, Map.of("FUNC_HANDLER", "greet"))) {
            assertThat(server.call("").body()).isEqualTo("hello from a dependency");
        }
    }

    @ForEachRuntime
    void aFileThatNamesNothingIsFine(LanguageRuntime runtime) {
        Pod pod = Server.pod(runtime).with(runtime.dependencyFile(), "\n");
        Ended ended = install(runtime, pod);
        assertThat(ended.status()).as(ended.log()).isZero();
        try (Server server = Server.start(runtime, pod, Map.of())) {
            assertThat(server.call("hello").body()).isEqualTo("hello world");
        }
    }

    @ForEachRuntime
    void aFailureLeavesItsReason(LanguageRuntime runtime) {
        Pod pod = Pod.create().with(runtime.dependencyFile(), "{ this names nothing\n");
        Ended ended = install(runtime, pod);
        assertThat(ended.status()).isNotZero();
        assertThat(ended.log()).contains(runtime.dependencyFile());
        assertThat(pod.terminationMessage()).contains(runtime.dependencyFile());
        assertThat(pod.terminationMessage().length()).isLessThan(2048);
    }

    private static Ended install(LanguageRuntime runtime, Pod pod) {
        Map<String, String> env = new TreeMap<>(runtime.installation().env());
        env.put("KUBELESS_INSTALL_VOLUME", Pod.VOLUME);
        env.put("KUBELESS_DEPS_FILE", Pod.VOLUME + "/" + runtime.dependencyFile());
        env.put("HOME", "/tmp");
        GenericContainer<?> container = pod.container(runtime.installation().image());
        return Ended.shell(
                container.withEnv(env).withNetworkMode("none"),
                runtime.installation().command());
    }
}
