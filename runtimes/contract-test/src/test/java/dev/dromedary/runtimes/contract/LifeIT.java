package dev.dromedary.runtimes.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** How a server begins and ends, and what it may do in between. */
class LifeIT {

    @ForEachRuntime
    void examplesRun(LanguageRuntime runtime) {
        Map.of("helloget", "foo", "hellowithdata", "handler").forEach((module, handler) -> {
            Pod pod = Pod.create().with(module + runtime.suffix(), runtime.source("examples/" + module));
            try (Server server = Server.start(runtime, pod, Map.of("MOD_NAME", module, "FUNC_HANDLER", handler))) {
                assertThat(server.call("", "hello world").body()).isEqualTo("hello world");
            }
        });
    }

    @ForEachRuntime
    void thePortIsSettable(LanguageRuntime runtime) {
        // Empty: the default.
        for (String port : List.of("9191", "")) {
            try (Server server = Server.start(runtime, Map.of("FUNC_PORT", port))) {
                assertThat(server.call("hello").body()).isEqualTo("hello world");
            }
        }
    }

    @ForEachRuntime
    void itRunsAsUser1000AndMayWriteInItsVolumesOnly(LanguageRuntime runtime) {
        HttpResponse<String> answer = Server.shared(runtime).call("write");
        assertThat(answer.body().replace(" ", ""))
                .isEqualTo("{\"user\":1000,\"group\":1000,\"writable\":[\"/tmp\",\"/kubeless\"]}");
    }

    @ForEachRuntime
    void itNeedsNoNetworkToStart(LanguageRuntime runtime) throws IOException, InterruptedException {
        try (GenericContainer<?> container = Server.container(runtime, Server.pod(runtime), Map.of())) {
            container
                    .withNetworkMode("none")
                    .waitingFor(Wait.forSuccessfulCommand("bash -c 'exec 3<>/dev/tcp/127.0.0.1/8080'"))
                    .start();
            ExecResult answer = container.execInContainer(
                    "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3");
            assertThat(answer.getStdout()).endsWith("hello world");
        }
    }

    @ForEachRuntime
    void aModuleThatCannotBeLoadedEndsTheContainerWithTheReason(LanguageRuntime runtime) {
        Pod pod = Pod.create().with("function" + runtime.suffix(), "this is no language at all (");
        Ended ended = Ended.run(Server.container(runtime, pod, Map.of()));
        assertThat(ended.status()).isNotZero();
        assertThat(ended.log()).contains("SyntaxError");
        assertThat(pod.terminationMessage()).contains("function" + runtime.suffix(), "SyntaxError");
        assertThat(pod.terminationMessage().length()).isLessThan(2048);
    }

    @ForEachRuntime
    void aHandlerThatIsNotThereIsNamed(LanguageRuntime runtime) {
        Pod pod = Server.pod(runtime);
        Ended ended = Ended.run(Server.container(runtime, pod, Map.of("FUNC_HANDLER", "missing")));
        assertThat(ended.status()).isNotZero();
        assertThat(pod.terminationMessage()).contains("missing", Server.HANDLER);
        Pod empty = Pod.create();
        Ended.run(Server.container(runtime, empty, Map.of()));
        assertThat(empty.terminationMessage()).contains("/kubeless/function" + runtime.suffix());
    }

    @ForEachRuntime
    void aSettingThatCannotBeUsedIsNamed(LanguageRuntime runtime) {
        Pod pod = Server.pod(runtime);
        Ended ended = Ended.run(Server.container(runtime, pod, Map.of("FUNC_TIMEOUT", "soon")));
        assertThat(ended.status()).isNotZero();
        assertThat(ended.log()).contains("FUNC_TIMEOUT is 'soon'");
        assertThat(pod.terminationMessage()).contains("FUNC_TIMEOUT is 'soon'");
    }

    @ForEachRuntime
    void onSigtermCallsUnderWayAreFinishedAndNoneIsBegun(LanguageRuntime runtime) {
        try (Server server = Server.start(runtime, Map.of("FUNC_TIMEOUT", "20"))) {
            CompletableFuture<HttpResponse<String>> call =
                    CompletableFuture.supplyAsync(() -> server.call("sleep", "3"));
            await().until(() -> server.metric("function_calls_total", "POST") == 1);
            server.terminate();
            await().until(() -> refuses(server));
            assertThat(call).isNotDone();
            assertThat(call.join().statusCode()).isEqualTo(200);
            assertThat(call.join().body()).isEqualTo("slept");
            // Less than the ten seconds that the end may take.
            await().atMost(Duration.ofSeconds(5)).until(() -> !server.isRunning());
            assertThat(server.exitStatus()).isZero();
        }
    }

    @ForEachRuntime
    void theEndIsBounded(LanguageRuntime runtime) {
        try (Server server = Server.start(runtime, Map.of("SHUTDOWN_TIMEOUT", "1", "FUNC_TIMEOUT", "60"))) {
            CompletableFuture<Void> call = CompletableFuture.runAsync(() -> server.call("loop"));
            await().during(Duration.ofMillis(300)).until(server::computes);
            server.terminate();
            await().atMost(Duration.ofSeconds(8)).until(() -> !server.isRunning());
            assertThat(server.exitStatus()).isZero();
            assertThat(call).failsWithin(Duration.ofSeconds(5));
        }
    }

    private static boolean refuses(Server server) {
        try {
            return server.raw("GET / HTTP/1.0\r\n\r\n").isEmpty();
        } catch (UncheckedIOException e) {
            return true;
        }
    }
}
