package dev.dromedary.routes.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** Cross-origin questions of browsers, answered as ingress-nginx does by default: anybody may ask. */
final class Cors {

    private static final String METHODS = "GET, PUT, POST, DELETE, PATCH, OPTIONS";
    private static final String AGE_SECONDS = "1728000";

    private Cors() {}

    static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaders.ORIGIN)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }

    static void answerPreflight(HttpServerRequest request) {
        MultiMap headers = request.response().setStatusCode(204).headers();
        allow(headers);
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, AGE_SECONDS);
        String asked = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        if (asked != null) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, asked);
        }
        var unused = request.response().end();
    }

    /** Lets the answer be read, unless the function has said something of its own. */
    static void allow(MultiMap headers) {
        if (!headers.contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        }
    }
}
