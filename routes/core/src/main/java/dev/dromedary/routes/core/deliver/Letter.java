package dev.dromedary.routes.core.deliver;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.TriggerId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event that its function did not take, and why: what a dead-letter target keeps.
 *
 * @param trigger whose event it is
 * @param function that did not take it
 * @param reason in one word out of few
 * @param why for a person to read
 * @param attempts how often the function was called with it
 * @param since when its delivery failed for good
 */
public record Letter(
        TriggerId trigger, Key function, Event event, Reason reason, String why, int attempts, Instant since) {

    /** Why an event is a dead letter. */
    public enum Reason {
        /** The function failed, as often as it was to be called. */
        Exhausted,
        /** The function will not have it: an answer such as 400. */
        Refused,
        /** It became older than {@code maxAge}. */
        Expired
    }

    private static final int LONGEST = 512;

    /** What is kept beside the event: why, how often, from where; in printable ASCII, so that any target can carry it. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("dead-letter-reason", reason.name());
        headers.put("dead-letter-message", printable(why));
        headers.put("dead-letter-attempts", Integer.toString(attempts));
        headers.put("dead-letter-trigger", trigger.routeId());
        headers.put("dead-letter-function", function.toString());
        headers.put("dead-letter-event-id", event.id());
        headers.put("dead-letter-time", since.toString());
        return headers;
    }

    private static String printable(String text) {
        return text.substring(0, Math.min(LONGEST, text.length())).replaceAll("[^\\x20-\\x7e]", "?");
    }
}
