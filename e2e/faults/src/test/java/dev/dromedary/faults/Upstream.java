package dev.dromedary.faults;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;

/** The API server behind the proxy: how it is asked. */
final class Upstream {

    private static final List<String> OF_ONE_CONNECTION = List.of(
            "Host",
            "Connection",
            "Upgrade",
            "Transfer-Encoding",
            "Content-Length",
            "Accept-Encoding",
            "Sec-WebSocket-Key",
            "Sec-WebSocket-Version",
            "Sec-WebSocket-Extensions");

    private final int port;
    private final java.net.http.HttpClient direct = direct();

    /** What it answered. */
    record Answer(int status, MultiMap headers, Buffer body) {}

    Upstream(int port) {
        this.port = port;
    }

    RequestOptions request(HttpServerRequest request) {
        return new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMethod(HttpMethod.valueOf(request.method().name()))
                .setURI(request.uri())
                .setHeaders(headers(request));
    }

    WebSocketConnectOptions webSocket(HttpServerRequest request) {
        return new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setSsl(true)
                .setURI(request.uri())
                .setHeaders(headers(request));
    }

    private static MultiMap headers(HttpServerRequest request) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().setAll(request.headers());
        OF_ONE_CONNECTION.forEach(headers::remove);
        return headers;
    }

    /** Asks it as an administrator, past all faults. */
    Answer get(String uri) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + uri))
                .header("Authorization", "Bearer admin-token")
                .header("Accept", "application/json")
                .build();
        try {
            HttpResponse<byte[]> response = direct.send(request, HttpResponse.BodyHandlers.ofByteArray());
            MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Content-Type", "application/json");
            return new Answer(response.statusCode(), headers, Buffer.buffer(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The test's API server made its certificate itself; nothing but loopback is between us. */
    private static java.net.http.HttpClient direct() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
            return java.net.http.HttpClient.newBuilder().sslContext(context).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
