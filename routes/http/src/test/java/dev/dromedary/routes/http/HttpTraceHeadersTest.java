package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sender's own trace, where the router records none. */
class HttpTraceHeadersTest {

    private static final String SENDER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final HttpBench door;

    HttpTraceHeadersTest() throws Exception {
        door = new HttpBench();
        door.ruled("path: hello");
    }

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void aGoodOneGoesOnAsItIs() throws Exception {
        door.get("a.example", "/hello", "traceparent", SENDER, "tracestate", "a=1", "tracestate", "b=2");
        arrives("[" + SENDER + "]", "[a=1, b=2]");
    }

    @Test
    void oneThatIsNoGoodIsTakenOff() throws Exception {
        door.get("a.example", "/hello", "traceparent", SENDER.replace('b', 'B'), "tracestate", "a=1");
        arrives("[]", "[]");
    }

    @Test
    void oneThatStandsTwiceIsTakenOff() throws Exception {
        door.get("a.example", "/hello", "traceparent", SENDER, "TraceParent", SENDER);
        arrives("[]", "[]");
    }

    @Test
    void oneInATrailerIsTakenOff() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (RawPod pod = new RawPod((socket, number) -> {
            RawPod.head(socket);
            lines.addAll(RawPod.head(socket));
            socket.getOutputStream()
                    .write("HTTP/1.1 204 No\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        })) {
            door.bench.function(HttpBench.HELLO, pod.port());
            try (RawClient client = new RawClient(door.listener.port())) {
                client.say(
                        "POST /hello HTTP/1.1\nHost: a.example\nTransfer-Encoding: chunked\n\n3\nabc\n0\ntraceparent: "
                                + SENDER + "\nx-sum: 1\n\n");
                assertThat(client.hear().status()).isEqualTo(204);
            }
        }
        assertThat(lines).contains("x-sum: 1").noneMatch(line -> line.startsWith("traceparent"));
    }

    private void arrives(String parent, String state) {
        assertThat(door.seen.getFirst()).containsEntry("trace", parent + " " + state);
    }
}
