package dev.dromedary.routes.core.deliver;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.TriggerId;
import java.time.Instant;

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
}
