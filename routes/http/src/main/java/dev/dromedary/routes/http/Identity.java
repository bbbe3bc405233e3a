package dev.dromedary.routes.http;

import dev.dromedary.routes.core.invoke.EventHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;

/** Who an event is: a CloudEvents sender names it, any other is called as its request. */
final class Identity {

    private static final String NAMESPACE = "httptriggers.kubeless.io";

    private static volatile Moment now = new Moment(0, "");

    private record Moment(long millis, String text) {}

    private Identity() {}

    /**
     * The event that a request is.
     *
     * @param request the request's own id
     */
    static EventHeaders of(HttpHeaders headers, String request) {
        String id = headers.get("ce-id");
        String type = headers.get("ce-type");
        String content = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return new EventHeaders(
                id == null ? request : id, type != null ? type : content != null ? content : "", time(), NAMESPACE);
    }

    /** Many requests come within a millisecond. */
    private static String time() {
        long millis = System.currentTimeMillis();
        Moment moment = now;
        if (moment.millis() != millis) {
            moment = new Moment(millis, Instant.ofEpochMilli(millis).toString());
            now = moment;
        }
        return moment.text();
    }
}
