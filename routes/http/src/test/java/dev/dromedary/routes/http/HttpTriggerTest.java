package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Kind;
import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes through an HTTPTrigger's route, and how it comes back. */
class HttpTriggerTest {

    private final HttpBench door;

    HttpTriggerTest() throws Exception {
        door = new HttpBench();
    }

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void theAnswerComesBackUnchanged() throws Exception {
        door.trigger("t", "a.example", "hello", "hello", 1);
        HttpResponse<String> answer = door.get("a.example", "/hello/x%20y?Set-Cookie=evil%3D1&q=a+b%20c");
        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.body()).isEqualTo("a teapot");
        assertThat(answer.headers().allValues("x-two")).containsExactly("1", "2");
        assertThat(answer.headers().allValues("set-cookie"))
                .as("no header out of the query")
                .containsExactly("mine=1");
        assertThat(door.seen.getFirst())
                .containsEntry("uri", "/hello/x%20y?Set-Cookie=evil%3D1&q=a+b%20c")
                .containsEntry("host", "a.example")
                .containsEntry("forwarded", "127.0.0.1");
    }

    @Test
    void eventHeadersAreOursToSay() throws Exception {
        door.trigger("t", "a.example", "hello", "hello", 1);
        door.get("a.example", "/hello", "Event-Id", "forged", "event_namespace", "forged", "ce-id", "theirs");
        door.get("a.example", "/hello", "Event-Id", "forged");
        assertThat(door.seen.get(0))
                .containsEntry("event-id", "theirs")
                .containsEntry("namespace", "httptriggers.kubeless.io");
        assertThat(door.seen.get(1).get("event-id")).isNotEqualTo("forged").hasSize(36);
    }

    @Test
    void bodiesStreamBothWays() throws Exception {
        door.trigger("t", "a.example", "hello", "hello", 1);
        byte[] large = Buffer.buffer("x".repeat(3_000_000)).getBytes();
        HttpResponse<byte[]> echo = door.client.send(
                door.request("a.example", "/hello/echo")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(large))
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(echo.body()).isEqualTo(large);

        HttpResponse<InputStream> stream =
                door.client.send(door.request("a.example", "/hello/stream").build(), BodyHandlers.ofInputStream());
        assertThat(new String(stream.body().readNBytes(6), StandardCharsets.UTF_8))
                .isEqualTo("first\n");
        // Nothing is held back until the end: that comes only now.
        door.go.complete();
        assertThat(stream.body().readAllBytes()).asString().isEqualTo("last\n");
    }

    @Test
    void manySlowCallsDelayNobodyElse() throws Exception {
        door.trigger("t", "a.example", "hello", "hello", 1);
        List<CompletableFuture<HttpResponse<String>>> slow = IntStream.range(0, 250)
                .mapToObj(i -> door.client.sendAsync(
                        door.request("a.example", "/hello/slow").build(), BodyHandlers.ofString()))
                .toList();
        assertThat(door.get("a.example", "/hello").statusCode()).isEqualTo(418);
        door.go.complete();
        assertThat(slow).allSatisfy(call -> assertThat(call.join().body()).isEqualTo("slow"));
    }

    @Test
    void failuresSayWhichHop() throws Exception {
        door.ruled("timeouts: {ready: 200ms}, path: hello");
        door.bench.timeout(HttpBench.HELLO, 1);
        assertThat(door.get("a.example", "/hello/never").statusCode()).isEqualTo(504);
        assertThat(door.get("a.example", "/other").statusCode()).isEqualTo(404);
        assertThat(door.get("a.example", "/hello/%2e%2e/x").statusCode()).isEqualTo(400);
        door.bench.resources().remove(Kind.ENDPOINT_SLICE, HttpBench.HELLO);
        HttpResponse<String> none = door.get("a.example", "/hello");
        assertThat(none.statusCode()).isEqualTo(503);
        assertThat(none.headers().firstValue("retry-after")).isPresent();
        assertThat(none.body()).contains("default/hello");
    }

    @Test
    void requestsAreCountedByTriggerAndCallsByFunction() throws Exception {
        door.trigger("t", "a.example", "hello", "hello", 1);
        door.get("a.example", "/hello");
        door.get("a.example", "/hello");
        door.bench.resources().remove(Kind.FUNCTION, HttpBench.HELLO);
        door.get("a.example", "/hello");
        org.awaitility.Awaitility.await().untilAsserted(() -> {
            assertThat(counted("dromedary.requests", "trigger", "t", "4xx")).isEqualTo(2);
            assertThat(counted("dromedary.requests", "trigger", "t", "5xx")).isEqualTo(1);
            assertThat(counted("dromedary.calls", "function", "hello", "4xx")).isEqualTo(2);
        });
    }

    private long counted(String name, String label, String value, String code) {
        return door
                .bench
                .meters()
                .find(name)
                .tag("namespace", "default")
                .tag(label, value)
                .tag("code", code)
                .timers()
                .stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }
}
