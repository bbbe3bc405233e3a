package dev.dromedary.routes.core;

import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Which HTTP headers go on, and which are about one connection only (RFC 9110, 7.6.1). */
public final class Headers {

    /** Marks a call that goes out a second time; never sent. */
    static final String RETRIED = "dromedary-retried";

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            RETRIED);

    private Headers() {}

    /** A copy without the headers that are about one connection, or that {@code Connection} names as such. */
    public static MultiMap withoutHopByHop(MultiMap headers) {
        MultiMap copy = MultiMap.caseInsensitiveMultiMap();
        copyEndToEnd(headers, copy);
        return copy;
    }

    /** Copies what a function is to see; length and coding of the body are the connection's business. */
    static void toFunction(MultiMap headers, MultiMap request) {
        copyEndToEnd(headers, request);
        request.remove("content-length");
        request.remove("expect");
    }

    private static void copyEndToEnd(MultiMap from, MultiMap to) {
        Set<String> named = from.getAll("connection").stream()
                .flatMap(value -> java.util.Arrays.stream(value.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        from.forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !named.contains(name)) {
                to.add(header.getKey(), header.getValue());
            }
        });
    }
}
