package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.invoke.Tracing;
import dev.dromedary.routes.traces.Collector;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a collector of traces gets of requests: client, router, pod and what went wrong between them. */
class HttpTraceTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SENDER = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String UNSAMPLED = "00-" + TRACE + "-b7ad6b7169203331-00";

    private final Collector collector = new Collector();
    private final Tracing tracing = collector.tracing();
    private final HttpBench door = new HttpBench(HttpListener.Porter.silent(), tracing);
    private final List<List<String>> heads = new CopyOnWriteArrayList<>();

    HttpTraceTest() throws Exception {}

    @AfterEach
    void stop() {
        door.close();
        collector.close();
    }

    @Test
    void aRequestIsASpanOfTheSendersTraceAndTheHopOneBelowIt() throws Exception {
        door.trigger("t", "a.example", "hello", "hello", 1);
        door.get("a.example", "/hello/x?password=secret", "traceparent", SENDER, "tracestate", "rojo=1");
        Collector.Seen server = collector.only("SERVER");
        Collector.Seen hop = collector.only("CLIENT");
        assertThat(server.trace()).isEqualTo(TRACE).isEqualTo(hop.trace());
        assertThat(server.parent()).isEqualTo("b7ad6b7169203331");
        assertThat(hop.parent()).isEqualTo(server.id());
        assertThat(door.seen.getFirst()).containsEntry("trace", "[" + hop.traceparent() + "] [rojo=1]");
        assertThat(server.name()).isEqualTo("GET /hello");
        assertThat(server.status()).isEqualTo("UNSET");
        assertThat(server.attributes())
                .containsEntry("http.request.method", "GET")
                .containsEntry("http.response.status_code", "418")
                .containsEntry("http.route", "/hello")
                .containsEntry("url.path", "/hello/x")
                .containsEntry("url.scheme", "http")
                .containsEntry("server.address", "a.example")
                .containsEntry("client.address", "127.0.0.1")
                .containsEntry("network.protocol.version", "1.1")
                .containsEntry("dromedary.trigger", "default/t")
                .containsEntry("dromedary.function", "default/hello");
        assertThat(hop.attributes())
                .containsEntry("server.address", "127.0.0.1")
                .containsKey("server.port")
                .containsEntry("dromedary.function", "default/hello")
                .containsEntry("error.type", "418");
        assertThat(collector.spans().toString()).doesNotContain("secret");
    }

    @Test
    void withoutAGoodTraceOfTheSenderARequestBeginsOne() throws Exception {
        door.ruled("path: hello");
        door.get("a.example", "/hello", "traceparent", SENDER, "traceparent", SENDER, "tracestate", "rojo=1");
        Collector.Seen server = collector.only("SERVER");
        assertThat(server.trace()).isNotEqualTo(TRACE);
        assertThat(server.parent()).isEmpty();
        assertThat(door.seen.getFirst())
                .containsEntry("trace", "[" + collector.only("CLIENT").traceparent() + "] []");
    }

    @Test
    void whatIsNotSampledIsNotRecordedAndStillHandedOn() throws Exception {
        door.ruled("path: hello");
        door.get("a.example", "/hello", "traceparent", UNSAMPLED);
        assertThat(door.seen.getFirst().get("trace"))
                .matches("\\[00-" + TRACE + "-[0-9a-f]{16}-00] \\[]")
                .doesNotContain(UNSAMPLED);
        tracing.close();
        assertThat(collector.spans()).isEmpty();
    }

    @Test
    void aRequestThatIsSentAgainHasAHopEachTime() throws Exception {
        door.ruled("path: hello");
        try (RawPod pod = new RawPod((socket, number) -> {
            heads.add(RawPod.head(socket));
            if (number > 1) {
                say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
        })) {
            door.bench.function(HttpBench.HELLO, pod.port());
            assertThat(door.get("a.example", "/hello").statusCode()).isEqualTo(200);
        }
        Collector.Seen server = collector.only("SERVER");
        List<Collector.Seen> hops = collector.of("CLIENT");
        assertThat(hops).hasSize(2).allMatch(hop -> hop.parent().equals(server.id()));
        assertThat(server.status()).isEqualTo("UNSET");
        assertThat(hops.getFirst().status()).isEqualTo("ERROR");
        assertThat(hops.getFirst().message()).contains("default/hello", "broke");
        assertThat(hops.getFirst().attributes()).containsEntry("error.type", "broken");
        assertThat(hops.getLast().status()).isEqualTo("UNSET");
        assertThat(hops.getLast().attributes())
                .containsEntry("http.request.resend_count", "1")
                .containsEntry("http.response.status_code", "200");
        for (int i = 0; i < 2; i++) {
            assertThat(said(i)).containsExactly("traceparent: " + hops.get(i).traceparent());
        }
    }

    @Test
    void anUpgradeIsASpanAsLongAsTheConversation() throws Exception {
        door.ruled("path: hello");
        try (RawPod pod = new RawPod((socket, number) -> {
            heads.add(RawPod.head(socket));
            say(socket, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n");
            int unused = socket.getInputStream().read();
        })) {
            door.bench.function(HttpBench.HELLO, pod.port());
            try (RawClient client = new RawClient(door.listener.port())) {
                client.say("GET /hello HTTP/1.1\nHost: a.example\nConnection: upgrade\nUpgrade: chat\ntraceparent: "
                        + SENDER + "\n\n");
                assertThat(client.hear().status()).isEqualTo(101);
                assertThat(collector.spans()).isEmpty();
            }
            assertThat(collector.only("SERVER").attributes())
                    .containsEntry("http.response.status_code", "101")
                    .doesNotContainKey("error.type");
            assertThat(collector.only("CLIENT").status()).isEqualTo("UNSET");
            assertThat(said(0))
                    .containsExactly("traceparent: " + collector.only("CLIENT").traceparent());
        }
    }

    @Test
    void aClientThatLeavesIsNoErrorOfTheServer() throws Exception {
        door.ruled("path: hello");
        try (RawClient client = new RawClient(door.listener.port())) {
            client.say("GET /hello/slow HTTP/1.1\nHost: a.example\n\n");
            await().until(() -> !door.seen.isEmpty());
        }
        Collector.Seen server = collector.only("SERVER");
        assertThat(server.status()).isEqualTo("UNSET");
        assertThat(server.attributes())
                .containsEntry("error.type", "client_gone")
                .doesNotContainKey("http.response.status_code");
        assertThat(collector.only("CLIENT").attributes()).containsEntry("error.type", "unwanted");
    }

    @Test
    void anAnswerThatBreaksOffIsTheHopsError() throws Exception {
        door.ruled("path: hello");
        try (RawPod pod = new RawPod((socket, number) -> {
            RawPod.head(socket);
            say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        })) {
            door.bench.function(HttpBench.HELLO, pod.port());
            try (RawClient client = new RawClient(door.listener.port())) {
                client.say("GET /hello HTTP/1.1\nHost: a.example\n\n");
                assertThat(client.hear().body()).isEqualTo("half");
            }
        }
        assertThat(collector.only("SERVER").status()).isEqualTo("ERROR");
        assertThat(collector.only("SERVER").attributes()).containsEntry("error.type", "broken");
        assertThat(collector.only("CLIENT").attributes()).containsEntry("error.type", "broken");
    }

    @Test
    void refusedRequestsAreSpansWithoutAHop() throws Exception {
        door.ruled("path: hello, methods: [GET]");
        door.get("a.example", "/other");
        assertThat(collector.only("SERVER").name()).isEqualTo("GET");
        assertThat(collector.only("SERVER").attributes())
                .containsEntry("http.response.status_code", "404")
                .doesNotContainKey("http.route");
        door.client.send(
                door.request("a.example", "/hello")
                        .method("BREW", java.net.http.HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
        Collector.Seen refused = collector.spans(2).getLast();
        assertThat(refused.name()).isEqualTo("HTTP /hello");
        assertThat(refused.status()).isEqualTo("UNSET");
        assertThat(refused.attributes())
                .containsEntry("http.response.status_code", "405")
                .containsEntry("http.request.method", "_OTHER")
                .containsEntry("http.request.method_original", "BREW");
        assertThat(collector.of("CLIENT")).isEmpty();
    }

    @Test
    void waitingForAPodIsSaidAndHavingFoundNoneIsTheError() throws Exception {
        door.ruled("path: hello, timeouts: {ready: 300ms}");
        door.bench.resources().remove(Kind.ENDPOINT_SLICE, HttpBench.HELLO);
        assertThat(door.get("a.example", "/hello").statusCode()).isEqualTo(503);
        Collector.Seen server = collector.only("SERVER");
        assertThat(server.status()).isEqualTo("ERROR");
        assertThat(server.message()).contains("No pod of function default/hello");
        assertThat(server.attributes()).containsEntry("error.type", "no_pod");
        assertThat(Double.parseDouble(server.events().get("dromedary.pod.wait").get("dromedary.pod.wait")))
                .isBetween(0.2, 5.0);
    }

    @Test
    void aCopyIsAHopBesideTheOther() throws Exception {
        door.startFunction(new Key("default", "dark"));
        door.ruled("path: hello, shadow: {function-name: dark, percent: 100}");
        door.get("a.example", "/hello");
        List<Collector.Seen> spans = collector.spans(3);
        Collector.Seen server = collector.only("SERVER");
        assertThat(server.attributes()).containsEntry("dromedary.function", "default/hello");
        assertThat(collector.of("CLIENT"))
                .allMatch(hop -> hop.parent().equals(server.id()))
                .extracting(hop -> hop.attributes().get("dromedary.function"))
                .containsExactlyInAnyOrder("default/hello", "default/dark");
        assertThat(door.seen)
                .extracting(seen -> seen.get("trace"))
                .containsExactlyInAnyOrderElementsOf(spans.stream()
                        .filter(span -> span.kind().equals("CLIENT"))
                        .map(hop -> "[" + hop.traceparent() + "] []")
                        .toList());
    }

    /** What a pod was told of the trace, in the order in which it was called. */
    private List<String> said(int call) {
        return heads.get(call).stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("traceparent"))
                .toList();
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }
}
