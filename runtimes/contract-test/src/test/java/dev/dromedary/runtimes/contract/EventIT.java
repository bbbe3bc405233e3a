package dev.dromedary.runtimes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the function gets: the event and the context. */
@ExtendWith(OneAtATime.class)
class EventIT {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @ForEachRuntime
    void itsFieldsAreHeadersWhateverTheirCase(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        JsonNode event = json(server.send(server.request("/")
                .header("EVENT-ID", "e-1")
                .header("event-type", "event")
                .header("Event-Time", "2026-01-02T03:04:05Z")
                .header("event-Namespace", "here")));
        assertThat(event.path("id").asText()).isEqualTo("e-1");
        assertThat(event.path("type").asText()).isEqualTo("event");
        assertThat(event.path("time").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(event.path("namespace").asText()).isEqualTo("here");
    }

    @ForEachRuntime
    void aHeaderThatIsNotThereIsNoField(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        JsonNode event = json(server.call("event"));
        assertThat(event.path("id").isNull() || event.path("id").isMissingNode())
                .isTrue();
    }

    @ForEachRuntime
    void aCloudEventsFieldsAreTheEvents(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        JsonNode event = json(server.send(server.request("/")
                .header("ce-specversion", "1.0")
                .header("ce-id", "c-1")
                .header("ce-source", "/here")
                .header("ce-type", "event")
                .header("ce-time", "2026-01-02T03:04:05Z")));
        assertThat(event.path("id").asText()).isEqualTo("c-1");
        assertThat(event.path("type").asText()).isEqualTo("event");
        assertThat(event.path("time").asText()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @ForEachRuntime
    void kubelessHeadersComeBeforeCloudEvents(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        JsonNode event = json(server.send(server.request("/")
                .header("event-type", "event")
                .header("event-id", "e-1")
                .header("ce-type", "hello")
                .header("ce-id", "c-1")));
        assertThat(event.path("id").asText()).isEqualTo("e-1");
    }

    @ForEachRuntime
    void theContextSaysWhatRuns(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        JsonNode context = json(server.call("event"));
        assertThat(context.path("function-name").asText()).isEqualTo(Server.HANDLER);
        assertThat(context.path("timeout").asDouble()).isEqualTo(3);
        assertThat(context.path("runtime").asText()).isEqualTo(runtime.name());
        assertThat(context.path("memory-limit").asText()).isEqualTo("128Mi");
    }

    @ForEachRuntime
    void jsonIsParsed(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        String body = "{\"text\": \"é\", \"list\": [1, true, null], \"nested\": {\"a\": 1.5}}";
        for (String type : List.of("application/json", "application/json; charset=utf-8", "Application/JSON")) {
            HttpResponse<String> answer = server.send(server.request("/")
                    .header("event-type", "event")
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString(body)));
            assertThat(json(answer).path("data")).as(type).isEqualTo(json(body));
        }
    }

    @ForEachRuntime
    void otherDataAreLeftAsTheyAre(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        HttpResponse<String> answer = server.send(server.request("/")
                .header("event-type", "echo")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"no\": \"json é\"}")));
        assertThat(answer.body()).isEqualTo("{\"no\": \"json é\"}");
    }

    @ForEachRuntime
    void bytesSurvive(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        byte[] bytes = new byte[70_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        HttpResponse<byte[]> answer = server.send(
                server.request("/")
                        .header("event-type", "binary")
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(bytes)),
                BodyHandlers.ofByteArray());
        assertThat(answer.body()).isEqualTo(bytes);
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("dev.dromedary.runtimes.contract.LanguageRuntime#parsing")
    void jsonThatIsNoneIsTheCallersMistakeAndNoCall(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        double calls = server.metric("function_calls_total", "POST");
        HttpResponse<String> answer = server.send(server.request("/")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"a\":")));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("JSON");
        assertThat(server.metric("function_calls_total", "POST")).isEqualTo(calls);
    }

    @ForEachRuntime
    void pathQueryAndHeadersAreInTheNativeRequest(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        JsonNode seen = json(server.send(server.request("/some/path/%C3%A9?a=1&b=%20x")
                .header("event-type", "request")
                .header("X-Custom", "custom")
                .header("event-topic", "orders")
                .header("traceparent", TRACE)));
        assertThat(seen.path("path").asText()).isIn("/some/path/é", "/some/path/%C3%A9");
        assertThat(seen.path("query").asText()).isEqualTo("a=1&b=%20x");
        assertThat(seen.path("header").asText()).isEqualTo("custom");
        assertThat(seen.path("topic").asText()).isEqualTo("orders");
        assertThat(seen.path("traceparent").asText()).isEqualTo(TRACE);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        return json(answer.body());
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
