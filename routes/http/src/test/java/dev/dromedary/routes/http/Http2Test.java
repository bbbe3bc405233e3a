package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Kind;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP/2 at the door, and to pods that speak it: what gRPC needs. */
class Http2Test {

    private final HttpBench door;
    private final HttpClient client;

    Http2Test() throws Exception {
        door = new HttpBench();
        door.ruled("path: /");
        client = door.bench
                .vertx()
                .createHttpClient(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false));
    }

    @AfterEach
    void stop() {
        door.close();
    }

    private Future<HttpClientResponse> send(HttpMethod method, String path, Buffer body, String... headers) {
        return client.request(new RequestOptions()
                        .setHost("127.0.0.1")
                        .setPort(door.listener.port())
                        .setMethod(method)
                        .setURI(path))
                .compose(request -> {
                    request.authority(io.vertx.core.net.HostAndPort.create("a.example", 80));
                    for (int i = 0; i < headers.length; i += 2) {
                        request.putHeader(headers[i], headers[i + 1]);
                    }
                    return body == null ? request.send() : request.send(body);
                });
    }

    private static <T> T now(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    /** An answer, with its body. */
    private record Whole(HttpClientResponse head, Buffer body) {}

    private static Future<Whole> whole(Future<HttpClientResponse> response) {
        return response.compose(head -> head.body().map(body -> new Whole(head, body)));
    }

    private static Future<Buffer> body(Future<HttpClientResponse> response) {
        return response.compose(HttpClientResponse::body);
    }

    /** Its only pod speaks HTTP/2 from the first byte. */
    private void pod(String protocol, Handler<HttpServerRequest> pod) {
        int port = now(door.bench.vertx().createHttpServer().requestHandler(pod).listen(0, "127.0.0.1"))
                .actualPort();
        door.bench.put(
                Kind.ENDPOINT_SLICE,
                """
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {namespace: default, name: hello, labels: {kubernetes.io/service-name: hello}}
                ports: [{port: %d, appProtocol: "%s"}]
                endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}}]
                """
                        .formatted(port, protocol));
    }

    @Test
    void manyRequestsShareAConnection() {
        List<Future<Buffer>> answers = IntStream.range(0, 50)
                .mapToObj(i -> body(send(HttpMethod.POST, "/hello/echo", Buffer.buffer("x".repeat(100_000 + i)))))
                .toList();
        for (int i = 0; i < answers.size(); i++) {
            assertThat(now(answers.get(i)).length()).isEqualTo(100_000 + i);
        }
        HttpClientResponse teapot = now(send(HttpMethod.GET, "/x", null));
        assertThat(teapot.statusCode()).isEqualTo(418);
        assertThat(teapot.headers().getAll("x-two")).containsExactly("1", "2");
        assertThat(door.seen).allSatisfy(seen -> assertThat(seen).containsEntry("host", "a.example"));
    }

    @Test
    void whatIsRefusedLeavesTheConnectionToTheOthers() {
        door.ruled("path: /, methods: [GET]");
        assertThat(now(send(HttpMethod.POST, "/x", Buffer.buffer("y".repeat(2_000_000)))
                        .map(HttpClientResponse::statusCode)
                        .otherwise(405)))
                .isEqualTo(405);
        assertThat(now(send(HttpMethod.GET, "/x", null)).statusCode()).isEqualTo(418);
    }

    @Test
    void trailersOfAPodThatSpeaksHttp2ReachTheClient() {
        pod("kubernetes.io/h2c", request -> {
            assertThat(request.version()).isEqualTo(HttpVersion.HTTP_2);
            assertThat(request.getHeader("te")).isEqualTo("trailers");
            request.body().onSuccess(body -> {
                request.response().putHeader("content-type", "application/grpc").putTrailer("grpc-status", "0");
                request.response().write(body);
                request.response().end();
            });
        });
        Whole answer = now(whole(send(
                HttpMethod.POST,
                "/pkg.Service/Call",
                Buffer.buffer("ping"),
                "content-type",
                "application/grpc",
                "te",
                "trailers")));
        assertThat(answer.body().toString()).isEqualTo("ping");
        assertThat(answer.head().getTrailer("grpc-status")).isEqualTo("0");
    }

    @Test
    void grpcThatFailsAtOnceIsOneFrame() {
        pod("", request -> {
            assertThat(request.version())
                    .as("gRPC says by itself what it needs")
                    .isEqualTo(HttpVersion.HTTP_2);
            request.response().putHeader("grpc-status", "12").end();
        });
        Whole answer = now(whole(send(
                HttpMethod.POST, "/pkg.Service/No", Buffer.buffer("ping"), "content-type", "application/grpc+proto")));
        assertThat(answer.head().getHeader("grpc-status")).isEqualTo("12");
        assertThat(answer.body().length()).isZero();
    }
}
