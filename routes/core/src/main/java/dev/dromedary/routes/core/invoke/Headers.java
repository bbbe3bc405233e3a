package dev.dromedary.routes.core.invoke;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which HTTP headers go on, and which are about one connection only (RFC 9110, 7.6.1). */
public final class Headers {

    private static final List<AsciiString> HOP_BY_HOP = List.of(
            HttpHeaderNames.CONNECTION,
            AsciiString.cached("keep-alive"),
            HttpHeaderNames.PROXY_AUTHENTICATE,
            HttpHeaderNames.PROXY_AUTHORIZATION,
            AsciiString.cached("proxy-connection"),
            HttpHeaderNames.TE,
            HttpHeaderNames.TRAILER,
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.UPGRADE,
            HttpHeaderNames.EXPECT,
            AsciiString.cached("http2-settings"));

    /** What {@code Connection} may say without naming a header. */
    private static final Set<String> OF_THE_CONNECTION = Set.of("close", "keep-alive", "upgrade", "te", "");

    private Headers() {}

    /** Takes off what is about one connection, or what {@code Connection} names as such. The length of a body stays. */
    public static void endToEnd(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.CONNECTION)) {
            named(headers).forEach(headers::remove);
        }
        for (AsciiString name : HOP_BY_HOP) {
            headers.remove(name);
        }
    }

    /** The host is the message's, not the connection's: naming it there takes nothing off. */
    private static List<String> named(HttpHeaders headers) {
        List<String> named = new ArrayList<>();
        for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String token : value.split(",", -1)) {
                String name = token.strip().toLowerCase(Locale.ROOT);
                if (!OF_THE_CONNECTION.contains(name) && !name.equals("host") && !name.equals("content-length")) {
                    named.add(name);
                }
            }
        }
        return named;
    }
}
