package dev.dromedary.runtime;

import io.kubeless.Event;
import java.nio.charset.StandardCharsets;

/** Makes the function's event of a request. */
final class Events {

    private Events() {}

    /** The headers of Kubeless, or else those of a CloudEvent in binary mode. */
    static Event of(Head head, byte[] body) {
        String data = body.length == 0 ? "" : new String(body, StandardCharsets.UTF_8);
        return new Event(
                data,
                either(head, "event-id", "ce-id"),
                either(head, "event-type", "ce-type"),
                new Event.Origin(either(head, "event-time", "ce-time"), head.header("event-namespace", "")),
                new Event.Request(head.method(), head.path(), head.query(), head.headers(), body));
    }

    private static String either(Head head, String name, String other) {
        String value = head.header(name);
        return value == null ? head.header(other, "") : value;
    }
}
