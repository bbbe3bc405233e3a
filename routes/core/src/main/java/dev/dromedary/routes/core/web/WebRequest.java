package dev.dromedary.routes.core.web;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.Optional;

/**
 * One request.
 *
 * @param uri of {@code http} or {@code https}, with a host
 * @param headers besides those that the connection needs
 */
public record WebRequest(HttpMethod method, URI uri, HttpHeaders headers, ByteBuf body) {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    boolean isSecured() {
        return isSecured(uri);
    }

    /** Its path and query, as they stand in the first line. */
    String target() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return path
                + Optional.ofNullable(uri.getRawQuery()).map(text -> "?" + text).orElse("");
    }

    /** The port that a URI means. */
    public static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : isSecured(uri) ? HTTPS : HTTP;
    }

    /** The host as it is resolved and compared with a certificate: without the brackets of IPv6. */
    public static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean isSecured(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }
}
