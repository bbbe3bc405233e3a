package dev.dromedary.routes.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Set;

/**
 * Where a request came from, as the function is told; what a client says of it itself is taken off, and what a trusted proxy says
 * is taken on.
 */
final class Origin {

    private static final AsciiString FORWARDED = AsciiString.cached("forwarded");
    private static final AsciiString PROTO = AsciiString.cached("x-forwarded-proto");
    private static final AsciiString HOST = AsciiString.cached("x-forwarded-host");
    private static final AsciiString PORT = AsciiString.cached("x-forwarded-port");
    private static final AsciiString PREFIX = AsciiString.cached("x-forwarded-prefix");
    private static final AsciiString REAL_IP = AsciiString.cached("x-real-ip");
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private Origin() {}

    static void set(Visit visit, HttpHeaders headers) {
        headers.remove(FORWARDED).remove(PORT).remove(PREFIX).remove(REAL_IP);
        HttpConnection connection = visit.connection();
        boolean trusted = connection.isFromTrusted();
        String said = trusted ? headers.get(PROTO) : null;
        String way = trusted ? String.join(", ", headers.getAll(TrustedProxies.FOR)) : "";
        headers.set(TrustedProxies.FOR, way.isEmpty() ? connection.peer() : way + ", " + connection.peer());
        headers.set(PROTO, said != null && SCHEMES.contains(said) ? said : connection.isSecured() ? "https" : "http");
        String authority = visit.head().place().authority();
        if (authority.isEmpty()) {
            headers.remove(HOST);
        } else {
            headers.set(HOST, authority).set(HttpHeaderNames.HOST, authority);
        }
    }
}
