package dev.dromedary.runtimes.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A call that goes wrong is told so; the others go on. */
class FailureIT {

    private static final String FAILURES = "function_failures_total";

    @ForEachRuntime
    void anExceptionIsA500WhoseReasonIsInTheLogAlone(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        double before = server.metric(FAILURES, "GET");
        HttpResponse<String> answer = server.call("fail");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("Internal Server Error").doesNotContain("secret", "function.");
        assertThat(answer.body().length()).isLessThan(100);
        assertThat(server.metric(FAILURES, "GET")).isEqualTo(before + 1);
        await().untilAsserted(() -> assertThat(server.log()).contains("the secret reason"));
    }

    @ForEachRuntime
    void aCallThatNeverReturnsIsA408AndTheNextOneWorks(LanguageRuntime runtime) {
        aCallThatTakesTooLong(runtime, "loop", "", "GET");
    }

    @ForEachRuntime
    void aCallThatWaitsTooLongIsA408AndTheNextOneWorks(LanguageRuntime runtime) {
        aCallThatTakesTooLong(runtime, "sleep", "30", "POST");
    }

    private static void aCallThatTakesTooLong(LanguageRuntime runtime, String kind, String data, String method) {
        try (Server own = Server.start(runtime, Map.of("FUNC_TIMEOUT", "1.5"))) {
            Instant began = Instant.now();
            HttpResponse<String> answer = own.call(kind, data);
            assertThat(answer.statusCode()).isEqualTo(408);
            assertThat(answer.body()).contains("Timeout while processing the function");
            assertThat(Duration.between(began, Instant.now()))
                    .isBetween(Duration.ofMillis(1500), Duration.ofMillis(6000));
            assertThat(own.call("hello").body()).isEqualTo("hello world");
            assertThat(own.metric(FAILURES, method)).isEqualTo(1);
            await().untilAsserted(() -> assertThat(own.log()).contains("\"" + method + " / HTTP/1.1\" 408 "));
        }
    }

    @ForEachRuntime
    void whileACallHangsOthersAreServed(LanguageRuntime runtime) {
        try (Server own = Server.start(runtime, Map.of("FUNC_TIMEOUT", "60"))) {
            CompletableFuture<HttpResponse<String>> hanging = CompletableFuture.supplyAsync(() -> own.call("loop"));
            await().during(Duration.ofMillis(300)).until(own.program()::computes);
            // On connections of their own, which a server may give to a process that does not hang.
            assertThat(own.raw("GET / HTTP/1.0\r\n\r\n")).contains("200 OK").endsWith("hello world");
            assertThat(own.raw("GET /healthz HTTP/1.0\r\n\r\n")).contains("200 OK");
            assertThat(hanging).isNotDone();
        }
    }

    @ForEachRuntime
    void aFunctionThatEndsItsProcessEndsItsCallAlone(LanguageRuntime runtime) {
        try (Server own = Server.start(runtime, Map.of())) {
            HttpResponse<String> answer = own.call("exit");
            assertThat(answer.statusCode()).isEqualTo(500);
            await().ignoreExceptions()
                    .untilAsserted(
                            () -> assertThat(own.call("hello").statusCode()).isEqualTo(200));
            assertThat(own.metric(FAILURES, "GET")).isEqualTo(1);
        }
    }

    @ForEachRuntime
    void callsRunInParallel(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        Instant began = Instant.now();
        List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 10)
                .mapToObj(
                        i -> CompletableFuture.supplyAsync(() -> server.call("sleep", "1"), Thread::startVirtualThread))
                .toList();
        assertThat(calls).allSatisfy(call -> assertThat(call.join().body()).isEqualTo("slept"));
        // One after the other they would take ten.
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    @ForEachRuntime
    void moreCallsThanTheQueueHoldsAreRefused(LanguageRuntime runtime) {
        try (Server own = Server.start(runtime, Map.of("FUNC_CONCURRENCY", "1", "FUNC_QUEUE", "1"))) {
            List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 8)
                    .mapToObj(i ->
                            CompletableFuture.supplyAsync(() -> own.call("sleep", "1"), Thread::startVirtualThread))
                    .toList();
            List<Integer> statuses =
                    calls.stream().map(call -> call.join().statusCode()).toList();
            assertThat(statuses).contains(200, 503).containsOnly(200, 503);
            assertThat(calls.stream().map(CompletableFuture::join).filter(answer -> answer.statusCode() == 503))
                    .allSatisfy(answer -> assertThat(answer.headers().firstValue("Retry-After"))
                            .isPresent());
        }
    }

    @ForEachRuntime
    void aFunctionThatPrintsWithoutMeasureHarmsNoOther(LanguageRuntime runtime) {
        try (Server own = Server.start(runtime, Map.of("FUNC_TIMEOUT", "60"))) {
            CompletableFuture<HttpResponse<String>> flood =
                    CompletableFuture.supplyAsync(() -> own.call("flood", "50000"));
            assertThat(own.call("hello").body()).isEqualTo("hello world");
            assertThat(flood.join().body()).isEqualTo("flooded");
            assertThat(own.call("hello").body()).isEqualTo("hello world");
        }
    }
}
