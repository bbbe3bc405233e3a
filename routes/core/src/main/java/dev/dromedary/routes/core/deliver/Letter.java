package dev.dromedary.routes.core.deliver;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.TriggerId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

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

    /** The header with the trigger, as {@code kafkatrigger/default/orders}. */
    public static final String TRIGGER = "dead-letter-trigger";

    /** The header with the function, as {@code default/ship}. */
    public static final String FUNCTION = "dead-letter-function";

    /** The header with how often the function was called with the event. */
    public static final String ATTEMPTS = "dead-letter-attempts";

    /** The header with the event's id. */
    public static final String EVENT_ID = "dead-letter-event-id";

    /** The header with when the event came about, RFC 3339. */
    public static final String EVENT_TIME = "dead-letter-event-time";

    private static final String REASON = "dead-letter-reason";
    private static final String MESSAGE = "dead-letter-message";
    private static final String TIME = "dead-letter-time";

    /** The names of all headers that a letter has beside those of its event. */
    public static final Set<String> NAMES =
            Set.of(REASON, MESSAGE, ATTEMPTS, TRIGGER, FUNCTION, EVENT_ID, EVENT_TIME, TIME);

    private static final int LONGEST = 512;

    /** What is kept beside the event: why, how often, from where; in printable ASCII, so that any target can carry it. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(REASON, reason.name());
        headers.put(MESSAGE, printable(why));
        headers.put(ATTEMPTS, Integer.toString(attempts));
        headers.put(TRIGGER, trigger.routeId());
        headers.put(FUNCTION, function.toString());
        headers.put(EVENT_ID, event.id());
        headers.put(EVENT_TIME, event.time().toString());
        headers.put(TIME, since.toString());
        return headers;
    }

    private static String printable(String text) {
        return text.substring(0, Math.min(LONGEST, text.length())).replaceAll("[^\\x20-\\x7e]", "?");
    }
}
