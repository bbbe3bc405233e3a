package dev.dromedary.routes.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** The router's own answers: who could not do what, in one line. */
final class Refusal {

    private static final int UNAVAILABLE = 503;

    private Refusal() {}

    /** Of an answer of one line. */
    static HttpHeaders headers() {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        return headers;
    }

    static void send(Visit visit, int status, String message) {
        HttpHeaders headers = headers();
        if (status == UNAVAILABLE) {
            headers.set(HttpHeaderNames.RETRY_AFTER, "1");
        }
        send(visit, status, headers, message);
    }

    /** Where the head of an answer is out already, all that is left is to break it off. */
    static void send(Visit visit, int status, HttpHeaders headers, String message) {
        if (visit.response().begun()) {
            visit.response().broken();
            return;
        }
        visit.journey().refused(message);
        headers.set(RequestId.HEADER, visit.journey().id());
        String line = "dromedary-router: " + message + "\n";
        visit.response().send(status, headers, Unpooled.copiedBuffer(line, StandardCharsets.UTF_8));
    }
}
