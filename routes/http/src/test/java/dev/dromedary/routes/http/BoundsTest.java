package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What comes in is bounded, and whoever takes much leaves room for the others. */
class BoundsTest {

    private static HttpBench door(int connections, int requests) throws Exception {
        return new HttpBench(
                new HttpListener.Porter(AccessLog.off(), TrustedProxies.NONE, new Bounds(connections, requests)));
    }

    @Test
    void oneTriggerAloneGetsHalfAndTwoAThirdEach() {
        Bounds bounds = new Bounds(1, 12);
        assertThat(bounds.letIn(6, 6)).isTrue();
        assertThat(bounds.letIn(7, 7)).isFalse();
        assertThat(bounds.letIn(4, 8)).isTrue();
        assertThat(bounds.letIn(5, 9)).isFalse();
        assertThat(bounds.letIn(1, 12)).isTrue();
        assertThat(bounds.letIn(1, 13)).isFalse();
    }

    @Test
    void aSlowFunctionDoesNotTakeAllThereIs() throws Exception {
        try (HttpBench door = door(100, 4)) {
            door.ruled("limits: {}");
            door.trigger("other", "b.example", "/", "hello", 1);
            List<CompletableFuture<HttpResponse<String>>> slow = Stream.of(1, 2)
                    .map(any -> door.client.sendAsync(
                            door.request("a.example", "/hello/slow").build(), BodyHandlers.ofString()))
                    .toList();
            await().until(() -> door.seen.size() == 2);
            HttpResponse<String> third = door.get("a.example", "/hello");
            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.headers().firstValue("retry-after")).contains("1");
            assertThat(third.body()).contains("no room for more requests to this trigger now");
            assertThat(door.get("b.example", "/hello").statusCode()).isEqualTo(418);
            door.go.complete();
            assertThat(slow).allSatisfy(one -> assertThat(one.join().body()).isEqualTo("slow"));
            assertThat(door.get("a.example", "/hello").statusCode()).isEqualTo(418);
        }
    }

    @Test
    void oneConnectionTooManyIsClosedAndThereIsRoomAgainWhenAnotherLeaves() throws Exception {
        try (HttpBench door = door(2, 10);
                Socket first = connection(door)) {
            assertThat(status(first)).startsWith("HTTP/1.1 404");
            try (Socket second = connection(door)) {
                assertThat(status(second)).startsWith("HTTP/1.1 404");
                try (Socket third = connection(door)) {
                    assertThat(status(third)).isEmpty();
                }
            }
            await().until(() -> {
                try (Socket again = connection(door)) {
                    return status(again).startsWith("HTTP/1.1 404");
                }
            });
        }
    }

    private static Socket connection(HttpBench door) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.listener.port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    /** The status line of an answer; empty: the connection was closed. */
    private static String status(Socket socket) {
        try {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: nobody.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 404".length());
            return new String(start, StandardCharsets.US_ASCII);
        } catch (IOException reset) {
            return "";
        }
    }
}
