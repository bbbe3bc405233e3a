package dev.dromedary.routes.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

/** Where a request came from, as the function is told; what the client says of it itself is taken off. */
final class Origin {

    private static final AsciiString FORWARDED = AsciiString.cached("forwarded");
    private static final AsciiString FOR = AsciiString.cached("x-forwarded-for");
    private static final AsciiString PROTO = AsciiString.cached("x-forwarded-proto");
    private static final AsciiString HOST = AsciiString.cached("x-forwarded-host");
    private static final AsciiString PORT = AsciiString.cached("x-forwarded-port");
    private static final AsciiString PREFIX = AsciiString.cached("x-forwarded-prefix");
    private static final AsciiString REAL_IP = AsciiString.cached("x-real-ip");

    private Origin() {}

    static void set(Visit visit, HttpHeaders headers) {
        headers.remove(FORWARDED).remove(PORT).remove(PREFIX).remove(REAL_IP);
        headers.set(FOR, visit.connection().client());
        headers.set(PROTO, visit.connection().isSecured() ? "https" : "http");
        String authority = visit.head().place().authority();
        if (authority.isEmpty()) {
            headers.remove(HOST);
        } else {
            headers.set(HOST, authority).set(HttpHeaderNames.HOST, authority);
        }
    }
}
