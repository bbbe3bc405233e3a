package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Kind;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hop to a function's pods when they come, go and break. */
class HttpHopTest {

    private final HttpBench door;

    HttpHopTest() throws Exception {
        door = new HttpBench();
    }

    @AfterEach
    void stop() {
        door.close();
    }

    private void pods(int... ports) {
        door.bench.timeout(HttpBench.HELLO, 30);
        for (int i = 0; i < ports.length; i++) {
            door.bench.put(
                    Kind.ENDPOINT_SLICE,
                    """
                    ---
                    apiVersion: discovery.k8s.io/v1
                    kind: EndpointSlice
                    metadata: {namespace: default, name: hello-%d, labels: {kubernetes.io/service-name: hello}}
                    ports: [{port: %d}]
                    endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}}]
                    """
                            .formatted(i, ports[i]));
        }
        door.bench.resources().remove(Kind.ENDPOINT_SLICE, HttpBench.HELLO);
    }

    private static void answer(Socket socket, String body) throws java.io.IOException {
        RawPod.head(socket);
        socket.getOutputStream()
                .write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body)
                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aPodThatTakesNoConnectionIsPassedOver() throws Exception {
        int nobody;
        try (ServerSocket closed = new ServerSocket(0)) {
            nobody = closed.getLocalPort();
        }
        door.ruled("path: hello");
        try (RawPod pod = new RawPod((socket, number) -> answer(socket, "here"))) {
            pods(nobody, pod.port());
            for (int i = 0; i < 10; i++) {
                HttpResponse<String> answer = door.client.send(
                        door.request("a.example", "/hello")
                                .POST(HttpRequest.BodyPublishers.ofString("x"))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(answer.body()).isEqualTo("here");
            }
        }
    }

    @Test
    void aSafeRequestGoesToAnotherPodWhereOneBreaks() throws Exception {
        door.ruled("path: hello");
        try (RawPod breaks = new RawPod((socket, number) -> RawPod.head(socket));
                RawPod pod = new RawPod((socket, number) -> answer(socket, "here"))) {
            pods(breaks.port(), pod.port());
            for (int i = 0; i < 10; i++) {
                assertThat(door.get("a.example", "/hello").body()).isEqualTo("here");
            }
            assertThat(breaks.connections).hasPositiveValue();
        }
    }

    @Test
    void anUnsafeRequestIsNeverSentTwice() throws Exception {
        door.ruled("path: hello");
        try (RawPod breaks = new RawPod((socket, number) -> RawPod.head(socket))) {
            pods(breaks.port());
            HttpResponse<String> answer = door.client.send(
                    door.request("a.example", "/hello")
                            .POST(HttpRequest.BodyPublishers.ofString("x"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("default/hello").contains("broke");
            assertThat(breaks.connections).hasValue(1);
        }
    }

    @Test
    void aRequestWaitsForAPodAndGoesOnWhenThereIsOne() throws Exception {
        door.ruled("path: hello");
        door.bench.resources().remove(Kind.ENDPOINT_SLICE, HttpBench.HELLO);
        CompletableFuture<HttpResponse<String>> waiting =
                door.client.sendAsync(door.request("a.example", "/hello").build(), BodyHandlers.ofString());
        await().until(() -> door.bench.router().activity(HttpBench.HELLO).waiting() == 1);
        door.startFunction(HttpBench.HELLO);
        assertThat(waiting.get(5, java.util.concurrent.TimeUnit.SECONDS).statusCode())
                .isEqualTo(418);
        await().until(() -> door.bench.router().activity(HttpBench.HELLO).inFlight() == 0);
        assertThat(door.bench.router().activity(HttpBench.HELLO).last()).isPresent();
    }

    @Test
    void callsAreSpreadByWhatIsUnderWay() throws Exception {
        door.ruled("path: hello");
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (RawPod one = new RawPod((socket, number) -> later(socket, go));
                RawPod two = new RawPod((socket, number) -> later(socket, go))) {
            pods(one.port(), two.port());
            var calls = IntStream.range(0, 20)
                    .mapToObj(i -> door.client.sendAsync(
                            door.request("a.example", "/hello").build(), BodyHandlers.ofString()))
                    .collect(Collectors.toList());
            await().until(() -> one.connections.get() + two.connections.get() == 20);
            assertThat(one.connections).hasValueBetween(9, 11);
            go.complete(null);
            calls.forEach(CompletableFuture::join);
        }
    }

    private static void later(Socket socket, CompletableFuture<Void> go) throws java.io.IOException {
        go.join();
        answer(socket, "late");
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        door.ruled("path: hello");
        try (RawPod pod = new RawPod((socket, number) -> {
            while (true) {
                RawPod.head(socket);
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
        })) {
            pods(pod.port());
            for (int i = 0; i < 20; i++) {
                assertThat(door.get("a.example", "/hello").statusCode()).isEqualTo(200);
            }
            assertThat(pod.connections.get()).as("one an event loop at most").isLessThanOrEqualTo(2);
        }
    }
}
