package dev.dromedary.routes.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** The router's own answers: who could not do what, in one line. */
final class Refusal {

    private static final int UNAVAILABLE = 503;

    private Refusal() {}

    static void send(HttpServerRequest request, int status, String message) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            var unused = request.connection().close();
            return;
        }
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
        if (status == UNAVAILABLE) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        if (!request.isEnded() && request.version() != HttpVersion.HTTP_2) {
            // What is left of the body is not worth reading: the connection ends with this answer.
            response.putHeader(HttpHeaders.CONNECTION, "close");
        }
        var unused = response.end("dromedary-router: " + message + "\n");
    }
}
