package dev.dromedary.runtimes.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** How a server begins and ends, and what it may do in between. */
class LifeIT {

    @ForEachRuntime
    void aModuleThatCannotBeLoadedEndsTheContainerWithTheReason(LanguageRuntime runtime) {
        Pod pod = Pod.create().with("function" + runtime.suffix(), "this is no language at all (");
        Ended ended = Steps.end(runtime, pod, Map.of());
        assertThat(ended.status()).isNotZero();
        assertThat(ended.log()).containsIgnoringCase("error");
        assertThat(pod.terminationMessage()).contains("function" + runtime.suffix());
        assertThat(pod.terminationMessage()).containsIgnoringCase("error");
        assertThat(pod.terminationMessage().length()).isLessThan(2048);
    }

    @ForEachRuntime
    void aHandlerThatIsNotThereIsNamed(LanguageRuntime runtime) {
        Pod pod = Steps.source(runtime);
        Ended ended = Steps.end(runtime, pod, Map.of("FUNC_HANDLER", "missing"));
        assertThat(ended.status()).isNotZero();
        assertThat(pod.terminationMessage()).contains("missing", Server.HANDLER);
        Pod empty = Pod.create();
        Steps.end(runtime, empty, Map.of());
        assertThat(empty.terminationMessage()).contains(Room.CURRENT.volume(empty) + "/function" + runtime.suffix());
    }

    @ForEachRuntime
    void aSettingThatCannotBeUsedIsNamed(LanguageRuntime runtime) {
        Pod pod = Steps.contract(runtime);
        Map<String, String> env = Steps.environment(runtime, pod, Map.of("FUNC_TIMEOUT", "soon"));
        Ended ended = Room.CURRENT.end(runtime, pod, env);
        assertThat(ended.status()).isNotZero();
        assertThat(ended.log()).contains("FUNC_TIMEOUT is 'soon'");
        assertThat(pod.terminationMessage()).contains("FUNC_TIMEOUT is 'soon'");
    }

    @ForEachRuntime
    void itIsHealthyOnlyOnceTheFunctionIsLoaded(LanguageRuntime runtime) {
        Pod pod = Steps.contract(runtime);
        Path loaded = pod.function().resolve("loaded");
        assertThat(loaded).doesNotExist();
        try (Server server = Server.start(runtime, pod, Map.of("CONTRACT_LOAD", "1.5"))) {
            assertThat(loaded).exists();
            assertThat(server.call("hello").body()).isEqualTo("hello world");
        }
    }

    @ForEachRuntime
    void whatTheFunctionStartsEndsWithTheServer(LanguageRuntime runtime) {
        try (Server server = Server.start(runtime, Map.of())) {
            assertThat(server.call("fork").body()).isEqualTo("forked");
            assertThat(server.program().processes()).isGreaterThan(5);
            assertThat(server.call("hello").body()).isEqualTo("hello world");
            server.program().terminate();
            await().atMost(Duration.ofSeconds(8))
                    .until(() ->
                            !server.program().isRunning() && server.program().processes() == 0);
            assertThat(server.program().exitStatus()).isZero();
        }
    }

    @ForEachRuntime
    void onSigtermCallsUnderWayAreFinishedAndNoneIsBegun(LanguageRuntime runtime) {
        try (Server server = Server.start(runtime, Map.of("FUNC_TIMEOUT", "20"))) {
            CompletableFuture<HttpResponse<String>> call =
                    CompletableFuture.supplyAsync(() -> server.call("sleep", "3"));
            await().until(() -> server.metric("function_calls_total", "POST") == 1);
            server.program().terminate();
            await().until(() -> refuses(server));
            assertThat(call).isNotDone();
            assertThat(call.join().statusCode()).isEqualTo(200);
            assertThat(call.join().body()).isEqualTo("slept");
            // Less than the ten seconds that the end may take.
            await().atMost(Duration.ofSeconds(5)).until(() -> !server.program().isRunning());
            assertThat(server.program().exitStatus()).isZero();
        }
    }

    @ForEachRuntime
    void theEndIsBounded(LanguageRuntime runtime) {
        try (Server server = Server.start(runtime, Map.of("SHUTDOWN_TIMEOUT", "1", "FUNC_TIMEOUT", "60"))) {
            CompletableFuture<Void> call = CompletableFuture.runAsync(() -> server.call("loop"));
            await().during(Duration.ofMillis(300)).until(server.program()::computes);
            server.program().terminate();
            await().atMost(Duration.ofSeconds(8)).until(() -> !server.program().isRunning());
            assertThat(server.program().exitStatus()).isZero();
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
