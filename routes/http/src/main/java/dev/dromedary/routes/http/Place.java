package dev.dromedary.routes.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Where a request wants to go.
 *
 * @param authority host and perhaps port, as the request names them; empty: it names none
 * @param host without the port
 * @param path as it stands in the request line
 * @param uri path and query
 */
record Place(String authority, String host, String path, String uri) {

    private static final String SCHEME_END = "://";

    /** An absolute URI says it all; else {@code Host} says who (RFC 9112, 3.2). */
    static Place of(HttpRequest request) {
        String target = request.uri();
        int scheme = target.startsWith("/") ? -1 : target.indexOf(SCHEME_END);
        if (scheme > 0) {
            int from = scheme + SCHEME_END.length();
            int end = from;
            while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
                end++;
            }
            String rest = target.substring(end);
            return of(target.substring(from, end), rest.startsWith("/") ? rest : "/" + rest);
        }
        String host = request.headers().get(HttpHeaderNames.HOST);
        return of(host == null ? "" : host, target);
    }

    private static Place of(String authority, String uri) {
        int query = uri.indexOf('?');
        return new Place(authority, withoutPort(authority), query < 0 ? uri : uri.substring(0, query), uri);
    }

    private static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon < 0 || authority.endsWith("]") ? authority : authority.substring(0, colon);
    }
}
