package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Election;
import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.invoke.Tracing;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import dev.dromedary.routes.http.auth.Gates;
import dev.dromedary.routes.http.auth.Workers;
import dev.dromedary.routes.http.tls.Certificates;
import dev.dromedary.routes.http.tls.TlsDoor;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real listener, Camel route and invoker, and a real HTTP server in the place of Function default/hello. */
final class HttpBench implements AutoCloseable {

    static final Key HELLO = new Key("default", "hello");

    final Bench bench;
    final HttpListener listener;
    final MemorySecrets secrets = new MemorySecrets();
    private final Gates gates = new Gates(secrets, Egress.ANYWHERE, Workers.of(2));
    private final Certificates certificates =
            new Certificates(secrets, Optional.of(new Key("kubeless", "router-tls")), Clock.systemUTC());
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** What is slow waits for this. */
    final Promise<Void> go = Promise.promise();

    final List<Map<String, String>> seen = new CopyOnWriteArrayList<>();

    HttpBench() throws Exception {
        this(HttpListener.Porter.silent());
    }

    HttpBench(HttpListener.Porter porter) throws Exception {
        this(porter, Tracing.OFF);
    }

    /** One whose requests are recorded there. */
    HttpBench(HttpListener.Porter porter, Tracing tracing) throws Exception {
        bench = new Bench(Election.ALONE, tracing);
        listener = new HttpListener(bench.data(), "127.0.0.1", 0, porter);
        HttpRoom.open(bench.router(), new HttpRoom.Means(listener, gates, Optional.of(certificates), Optional.empty()));
        listener.open();
        listener.openSecured(0, new TlsDoor(certificates));
        startFunction(HELLO);
    }

    void startFunction(Key key) {
        bench.function(key, this::function);
    }

    @Override
    public void close() {
        bench.close();
        gates.close();
        certificates.close();
    }

    private void function(HttpServerRequest request) {
        seen.add(Map.of(
                "uri", request.uri(),
                "method", request.method().name(),
                "event-id", String.valueOf(request.getHeader("Event-Id")),
                "namespace", String.valueOf(request.getHeader("Event-Namespace")),
                "host", String.valueOf(request.getHeader("Host")),
                "proto", String.valueOf(request.getHeader("X-Forwarded-Proto")),
                "request-id", String.valueOf(request.getHeader("X-Request-Id")),
                "trace",
                        request.headers().getAll("traceparent") + " "
                                + request.headers().getAll("tracestate"),
                "user", String.valueOf(request.headers().getAll("X-Auth-User")),
                "forwarded", String.valueOf(request.getHeader("X-Forwarded-For"))));
        switch (request.path()) {
            case "/hello/slow" ->
                go.future().onSuccess(gone -> request.response().end("slow"));
            case "/hello/never" -> request.resume();
            case "/hello/stream" -> stream(request);
            case "/hello/echo" ->
                request.body().onSuccess(body -> request.response().end(body));
            default ->
                request.response()
                        .setStatusCode(418)
                        .putHeader("X-Two", (Iterable<String>) List.of("1", "2"))
                        .putHeader("Set-Cookie", "mine=1")
                        .end("a teapot");
        }
    }

    private void stream(HttpServerRequest request) {
        request.response().setChunked(true).write("first\n");
        go.future().onSuccess(gone -> request.response().end("last\n"));
    }

    void awaitReason(String name, String reason) {
        await().untilAsserted(() -> assertThat(bench.status(Kind.HTTP_TRIGGER, new Key("default", name))
                        .toString())
                .contains("reason=" + reason));
    }

    void awaitStatus(String host, int status) {
        await().untilAsserted(() -> assertThat(get(host, "/hello").statusCode()).isEqualTo(status));
    }

    void trigger(String name, String host, String path, String function, int second) {
        put(name, host, path, function, second);
        await().until(() -> bench.camel().getRoute("httptrigger/default/" + name) != null
                || bench.status(Kind.HTTP_TRIGGER, new Key("default", name))
                        .toString()
                        .contains("AddressTaken"));
    }

    void put(String name, String host, String path, String function, int second) {
        bench.put(
                Kind.HTTP_TRIGGER,
                """
                ---
                apiVersion: kubeless.io/v1beta1
                kind: HTTPTrigger
                metadata: {namespace: default, name: %s, creationTimestamp: "2026-01-01T00:00:0%dZ"}
                spec: {host-name: %s, path: %s, function-name: %s}
                """
                        .formatted(name, second, host, path, function));
    }

    /** A trigger of function hello on a.example, with what else its spec says; there when this returns. */
    void ruled(String rules) {
        bench.put(
                Kind.HTTP_TRIGGER,
                """
                ---
                apiVersion: kubeless.io/v1beta1
                kind: HTTPTrigger
                metadata: {namespace: default, name: ruled, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: {host-name: a.example, function-name: hello, %s}
                """
                        .formatted(rules));
        await().until(() -> bench.camel().getRoute("httptrigger/default/ruled") != null);
    }

    HttpResponse<String> get(String host, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(host, path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String host, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
                .header("Host", host);
    }
}
