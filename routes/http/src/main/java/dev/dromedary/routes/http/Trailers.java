package dev.dromedary.routes.http;

import dev.dromedary.routes.core.invoke.TraceHeaders;
import dev.dromedary.routes.http.auth.CallerHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What follows the body of a request; some servers take it for headers. */
final class Trailers {

    /** What tells how to frame, lead, let in or read a message comes too late there (RFC 9110, 6.5.1). */
    private static final Set<String> TOO_LATE = Set.of(
            "content-length",
            "content-type",
            "content-encoding",
            "content-range",
            "transfer-encoding",
            "host",
            "authorization",
            "cookie",
            "set-cookie",
            "cache-control",
            "max-forwards",
            "range",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since",
            "if-range",
            "forwarded",
            "x-real-ip",
            RequestId.HEADER.toString().toLowerCase(Locale.ROOT));

    private Trailers() {}

    /** Takes off what must not stand there, and what only we may say, also if it is written with {@code _} for {@code -}. */
    static void clean(HttpHeaders trailers, HttpPlan plan) {
        ToCall.withoutOurs(trailers);
        CallerHeaders.takeOff(trailers, plan.auth());
        TraceHeaders.takeOff(trailers);
        for (String name : List.copyOf(trailers.names())) {
            String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
            if (TOO_LATE.contains(plain) || plain.startsWith("x-forwarded-")) {
                trailers.remove(name);
            }
        }
    }
}
