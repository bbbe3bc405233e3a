package dev.dromedary.routes.http;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is wrong with the head of a request, before anybody looks what it is for. */
final class RequestCheck {

    private static final int LONGEST_PORT = 5;

    /** The other form of a target (RFC 9112, 3.2.2). */
    private static final Pattern ABSOLUTE =
            Pattern.compile("(?i:https?)://([A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{0,5})?([/?].*)?");

    private RequestCheck() {}

    /**
     * A mistake.
     *
     * @param status the HTTP status that says so
     */
    record Mistake(int status, String message) {}

    /** The mistake in a head; empty if there is none. */
    static Optional<Mistake> of(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(undecoded(request.decoderResult().cause()));
        }
        HttpVersion version = request.protocolVersion();
        if (version.majorVersion() != 1 || version.minorVersion() > 1) {
            return Optional.of(new Mistake(505, "HTTP/1.0, HTTP/1.1 and HTTP/2 are spoken here"));
        }
        if (request.method().equals(HttpMethod.CONNECT) || request.method().equals(HttpMethod.TRACE)) {
            return Optional.of(new Mistake(501, "This method is not for functions"));
        }
        if (!isTarget(request.uri())) {
            return Optional.of(
                    new Mistake(
                            400,
                            "The request's target must be a path or an http URI, without user or fragment, percent-encoded where it is not ASCII"));
        }
        return headers(request.headers(), version);
    }

    private static boolean isTarget(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c > '~' || c == '#') {
                return false;
            }
        }
        return target.startsWith("/") || ABSOLUTE.matcher(target).matches();
    }

    private static Optional<Mistake> headers(HttpHeaders headers, HttpVersion version) {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || (hosts.isEmpty() && version.equals(HttpVersion.HTTP_1_1))) {
            return Optional.of(new Mistake(400, "Host must stand once"));
        }
        if (!hosts.isEmpty() && !isHost(hosts.getFirst())) {
            return Optional.of(new Mistake(400, "Host must be a name or address, and perhaps a port"));
        }
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!codings.isEmpty()
                && (codings.size() > 1
                        || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst())
                        || version.equals(HttpVersion.HTTP_1_0))) {
            return Optional.of(new Mistake(501, "The only transfer coding is chunked, in HTTP/1.1"));
        }
        return Optional.empty();
    }

    /** A name, which may be empty, or an address in brackets; and perhaps a colon and a port, which may be empty, too. */
    static boolean isHost(String host) {
        boolean bracketed = host.startsWith("[");
        int at = bracketed ? 1 : 0;
        while (at < host.length()
                && (bracketed ? isOfAddress(host.charAt(at)) : HeadLines.isUnreserved(host.charAt(at)))) {
            at++;
        }
        if (bracketed) {
            if (at == 1 || at == host.length() || host.charAt(at) != ']') {
                return false;
            }
            at++;
        }
        return at == host.length() || (host.charAt(at) == ':' && isPort(host, at + 1));
    }

    private static boolean isPort(String host, int from) {
        for (int i = from; i < host.length(); i++) {
            if (!isDigit(host.charAt(i))) {
                return false;
            }
        }
        return host.length() - from <= LONGEST_PORT;
    }

    private static boolean isOfAddress(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Mistake undecoded(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Mistake(414, "The request line is too long");
        }
        if (cause instanceof TooLongFrameException) {
            return new Mistake(431, "The headers are too long");
        }
        return new Mistake(400, "This is not HTTP/1.1");
    }

    /** A path that is not in its one normal form could mean another trigger to somebody else. */
    static boolean isCrooked(String path) {
        if (!path.startsWith("/") || path.indexOf('\\') >= 0) {
            return true;
        }
        if (path.indexOf('.') < 0 && path.indexOf('%') < 0) {
            return false;
        }
        String plain = path.toLowerCase(Locale.ROOT).replace("%2e", ".").replace("%2f", "/");
        return plain.contains("%5c") || (plain + "/").contains("/../") || (plain + "/").contains("/./");
    }
}
