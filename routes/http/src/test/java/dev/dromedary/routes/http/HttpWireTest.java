package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP byte by byte, on both sides of the router. */
class HttpWireTest {

    private static final String HELLO = "GET /hello HTTP/1.1\nHost: a.example\n\n";

    private final HttpBench door;

    HttpWireTest() throws Exception {
        door = new HttpBench();
        door.trigger("t", "a.example", "hello", "hello", 1);
    }

    @AfterEach
    void stop() {
        door.close();
    }

    private RawClient client() throws IOException {
        return new RawClient(door.listener.port());
    }

    @Test
    void requestsThatComeTogetherAreAnsweredInTheirOrder() throws IOException {
        try (RawClient client = client()) {
            client.say("GET /hello/slow HTTP/1.1\nHost: a.example\n\n" + HELLO
                    + "POST /hello/echo HTTP/1.1\nHost: a.example\nContent-Length: 3\n\nabc" + HELLO);
            door.go.complete();
            assertThat(client.hear().body()).isEqualTo("slow");
            assertThat(client.hear().body()).isEqualTo("a teapot");
            assertThat(client.hear().body()).isEqualTo("abc");
            assertThat(client.hear().body()).isEqualTo("a teapot");
        }
    }

    @Test
    void manyRequestsThatNobodyAnswersAreNoDeepRecursion() throws IOException {
        try (RawClient client = client()) {
            client.say("GET /x HTTP/1.1\nHost: b\n\n".repeat(3000));
            for (int i = 0; i < 3000; i++) {
                assertThat(client.hear().status()).isEqualTo(404);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /hello HTTP/1.1\nHost: a.example\nContent-Length: 3\nTransfer-Encoding: chunked\n\n0\n\n",
                "POST /hello HTTP/1.1\nHost: a.example\nContent-Length: 3\nContent-Length: 4\n\nabcd",
                "POST /hello HTTP/1.1\nHost: a.example\nContent-Length: +3\n\nabc",
                "POST /hello HTTP/1.1\nHost: a.example\nTransfer-Encoding: xchunked\n\n0\n\n",
                "POST /hello HTTP/1.1\nHost: a.example\nTransfer-Encoding: chunked\nTransfer-Encoding: identity\n\n0\n\n",
                "POST /hello HTTP/1.1\nHost: a.example\nTransfer-Encoding : chunked\n\n0\n\n",
                "POST /hello HTTP/1.0\nHost: a.example\nTransfer-Encoding: chunked\n\n0\n\n",
                "GET /hello HTTP/1.1\nHost: a.example\nHost: b.example\n\n",
                "GET /hello HTTP/1.1\n\n",
                "GET /hello HTTP/1.1\nHost: a.example\nX\u0000Y: 1\n\n",
                "GET /hello HTTP/1.1\nHost: a.example\n folded: 1\n\n",
                "GET /hello HTTP/3.0\nHost: a.example\n\n",
                "CONNECT /hello HTTP/1.1\nHost: a.example\n\n",
                "GET /hello/../x HTTP/1.1\nHost: a.example\n\n",
                "GET hello HTTP/1.1\nHost: a.example\n\n"
            })
    void whatTwoReadersCouldTakeForTwoThingsIsRefusedAndEndsTheConnection(String request) throws IOException {
        try (RawClient client = client()) {
            RawClient.Heard heard = client.say(request + HELLO).hear();
            assertThat(heard.status()).isIn(400, 501, 505);
            assertThat(door.seen).as("nothing of it reached the function").isEmpty();
        }
    }

    @Test
    void theBodyIsAskedForWhenItIsWanted() throws IOException {
        try (RawClient client = client()) {
            client.say("POST /hello/echo HTTP/1.1\nHost: a.example\nContent-Length: 3\nExpect: 100-continue\n\n");
            assertThat(client.hear().status()).isEqualTo(100);
            assertThat(client.say("abc").hear().body()).isEqualTo("abc");
        }
        try (RawClient client = client()) {
            client.say("POST /nobody HTTP/1.1\nHost: b\nContent-Length: 3\nExpect: 100-continue\n\n");
            RawClient.Heard heard = client.hear();
            assertThat(heard.status()).isEqualTo(404);
            assertThat(heard.headers()).containsEntry("connection", "close");
        }
    }

    @Test
    void chunksAndTrailersGoThrough() throws Exception {
        try (RawPod pod = new RawPod((socket, number) -> {
                    RawPod.head(socket);
                    say(
                            socket,
                            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nTrailer: X-Sum\n\n3\nabc\n0\nX-Sum: 6\n\n");
                });
                RawClient client = client()) {
            door.bench.function(HttpBench.HELLO, pod.port());
            RawClient.Heard heard = client.say(
                            "POST /hello HTTP/1.1\nHost: a.example\nTransfer-Encoding: chunked\n\n2;x=y\nab\n1\nc\n0\nX-End: 1\n\n")
                    .hear();
            assertThat(heard.body()).isEqualTo("abc");
            assertThat(heard.headers()).containsEntry("trailer x-sum", "6");
        }
    }

    @Test
    void aHeadAnswerHasALengthAndNoBody() throws Exception {
        try (RawPod pod = new RawPod((socket, number) -> {
                    while (true) {
                        boolean head = RawPod.head(socket).getFirst().startsWith("HEAD");
                        say(socket, "HTTP/1.1 200 OK\nContent-Length: 5\n\n" + (head ? "" : "hello"));
                    }
                });
                RawClient client = client()) {
            door.bench.function(HttpBench.HELLO, pod.port());
            client.say("HEAD /hello HTTP/1.1\nHost: a.example\n\n" + HELLO);
            assertThat(client.bytes("HTTP/1.1 200 OK".length())).isEqualTo("HTTP/1.1 200 OK");
            String rest = client.bytes(1);
            while (!rest.endsWith("\r\n\r\n")) {
                rest += client.bytes(1);
            }
            assertThat(rest.toLowerCase(java.util.Locale.ROOT)).contains("content-length: 5");
            assertThat(client.hear().body()).isEqualTo("hello");
        }
    }

    @Test
    void anotherProtocolGoesThroughBothWays() throws Exception {
        try (RawPod pod = new RawPod((socket, number) -> {
                    assertThat(RawPod.head(socket)).anyMatch(line -> line.equalsIgnoreCase("upgrade: websocket"));
                    say(
                            socket,
                            "HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Accept: x\n\n");
                    byte[] ping = socket.getInputStream().readNBytes(4);
                    socket.getOutputStream()
                            .write(("got " + new String(ping, StandardCharsets.ISO_8859_1))
                                    .getBytes(StandardCharsets.ISO_8859_1));
                });
                RawClient client = client()) {
            door.bench.function(HttpBench.HELLO, pod.port());
            client.say("GET /hello HTTP/1.1\nHost: a.example\nConnection: keep-alive, Upgrade\nUpgrade: websocket\n\n");
            assertThat(client.hear().status()).isEqualTo(101);
            client.send("\u0000\u00ffa\n");
            assertThat(client.bytes(4)).isEqualTo("got ");
            assertThat(client.bytes(4)).isEqualTo("\u0000\u00ffa\n");
            assertThat(client.isEnded()).as("when the function ends it").isTrue();
        }
    }

    @Test
    void aRequestThatComesBeforeAnotherProtocolIsAgreedOnIsNeitherThatNorARequest() throws Exception {
        try (RawPod pod = new RawPod((socket, number) -> {
                    RawPod.head(socket);
                    await().until(() ->
                            door.bench.router().activity(HttpBench.HELLO).inFlight() == 1);
                    say(socket, "HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nUpgrade: websocket\n\n");
                    assertThat(socket.getInputStream().readAllBytes()).isEmpty();
                });
                RawClient client = client()) {
            door.bench.function(HttpBench.HELLO, pod.port());
            client.say("GET /hello HTTP/1.1\nHost: a.example\nConnection: Upgrade\nUpgrade: websocket\n\n" + HELLO);
            assertThat(client.isEnded()).isTrue();
            assertThat(pod.connections).hasValue(1);
        }
    }

    @Test
    void aClientThatGoesIsNoticedByTheFunction() throws Exception {
        java.util.concurrent.CompletableFuture<Boolean> gone = new java.util.concurrent.CompletableFuture<>();
        try (RawPod pod = new RawPod((socket, number) -> {
            RawPod.head(socket);
            gone.complete(socket.getInputStream().read() < 0);
        })) {
            door.bench.function(HttpBench.HELLO, pod.port());
            RawClient client = client().say(HELLO);
            await().until(() -> pod.connections.get() == 1);
            client.close();
            assertThat(gone.get(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            await().until(() -> door.bench.router().activity(HttpBench.HELLO).inFlight() == 0);
        }
    }

    @Test
    void halfABodyIsNeverTakenForAWholeOne() throws Exception {
        try (RawPod pod = new RawPod((socket, number) -> {
                    RawPod.head(socket);
                    say(socket, "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\n");
                });
                RawClient client = client()) {
            door.bench.function(HttpBench.HELLO, pod.port());
            client.say(HELLO);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(client::hear))
                    .isInstanceOf(IOException.class);
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }
}
