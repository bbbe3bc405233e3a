package dev.dromedary.routes.core.invoke;

import dev.dromedary.crd.Key;
import io.netty.handler.codec.http.HttpHeaders;

/** Records where events go, for those who look for where time went. */
public interface Tracing extends AutoCloseable {

    /** Nothing is recorded; a sender's own trace goes by, to the function. */
    Tracing OFF = new Tracing() {
        @Override
        public boolean isOff() {
            return true;
        }

        @Override
        public Trace request(Arrival arrival) {
            return Trace.NONE;
        }

        @Override
        public Trace tick(Key trigger, Key function, String id) {
            return Trace.NONE;
        }

        @Override
        public void close() {}
    };

    /**
     * A request, as it came in.
     *
     * @param headers whose {@code traceparent} says what it is a part of
     * @param protocol such as {@code 1.1}
     * @param scheme {@code http} or {@code https}
     * @param host as the request names it; empty: it names none
     * @param path without the query
     * @param client the address that it came from
     * @param id as its client and the function know it
     */
    record Arrival(
            HttpHeaders headers,
            String method,
            String protocol,
            String scheme,
            String host,
            String path,
            String client,
            String id) {}

    /** Whether nothing is recorded, so that nothing need be said. */
    boolean isOff();

    /** Follows a request, until {@link Trace#over}. */
    Trace request(Arrival arrival);

    /**
     * Follows a tick of a schedule, until its call is over.
     *
     * @param id of the event
     */
    Trace tick(Key trigger, Key function, String id);

    /** Hands over what was recorded, within a few seconds. */
    @Override
    void close();
}
