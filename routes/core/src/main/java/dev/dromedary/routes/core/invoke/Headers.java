package dev.dromedary.routes.core.invoke;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.HttpConversionUtil.ExtensionHeaderNames;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
            AsciiString.cached("http2-settings"),
            // What Netty notes there of a stream of HTTP/2, and reads again where it goes on as one.
            ExtensionHeaderNames.STREAM_ID.text(),
            ExtensionHeaderNames.SCHEME.text(),
            ExtensionHeaderNames.PATH.text(),
            ExtensionHeaderNames.STREAM_PROMISE_ID.text(),
            ExtensionHeaderNames.STREAM_DEPENDENCY_ID.text(),
            ExtensionHeaderNames.STREAM_WEIGHT.text());

    /** What {@code Connection} may say without naming a header. */
    private static final Set<String> OF_THE_CONNECTION = Set.of("close", "keep-alive", "upgrade", "te", "");

    private static final Set<String> OF_THE_WAY =
            Set.of("content-length", "host", "forwarded", "x-real-ip", "x-request-id");

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

    /**
     * Takes off what a server that makes {@code _} of {@code -}, as CGI and WSGI do, takes for a header about the message's form
     * or way: {@code Transfer_Encoding}.
     */
    public static void withoutLookalikes(HttpHeaders headers) {
        List<CharSequence> found = null;
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
            CharSequence name = all.next().getKey();
            if (AsciiString.indexOf(name, '_', 0) >= 0 && isOfTheWay(name)) {
                found = found == null ? new ArrayList<>() : found;
                found.add(name);
            }
        }
        if (found != null) {
            found.forEach(headers::remove);
        }
    }

    private static boolean isOfTheWay(CharSequence name) {
        String plain = name.toString().toLowerCase(Locale.ROOT).replace('_', '-');
        return OF_THE_WAY.contains(plain)
                || plain.startsWith("x-forwarded-")
                || HOP_BY_HOP.contains(AsciiString.of(plain));
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
