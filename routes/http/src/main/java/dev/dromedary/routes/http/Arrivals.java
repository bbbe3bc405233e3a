package dev.dromedary.routes.http;

import dev.dromedary.routes.core.invoke.Trace;
import dev.dromedary.routes.core.invoke.Tracing;

/** Tells whoever records requests of one that came. */
final class Arrivals {

    private Arrivals() {}

    static Trace traced(Visit visit) {
        Tracing tracing = visit.connection().listener().tracing();
        if (tracing.isOff()) {
            return Trace.NONE;
        }
        Head head = visit.head();
        return tracing.request(new Tracing.Arrival(
                head.request().headers(),
                head.request().method().name(),
                visit.connection().isHttp2() ? "2" : head.isHttp10() ? "1.0" : "1.1",
                visit.connection().isSecured() ? "https" : "http",
                head.place().host(),
                head.place().path(),
                visit.client(),
                visit.journey().id()));
    }
}
