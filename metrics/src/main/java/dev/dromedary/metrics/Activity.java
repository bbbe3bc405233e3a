package dev.dromedary.metrics;

import java.time.Instant;

/**
 * What is going on at a function, through one copy of the router or through several.
 *
 * @param inFlight calls that are under way, those that wait included
 * @param waiting calls that wait for a pod
 * @param last when the last call began or ended, by the clock of the copy that saw it
 */
public record Activity(long inFlight, long waiting, Instant last) {

    /** Both together: the calls of both, and the later end. */
    Activity and(Activity other) {
        return new Activity(
                inFlight + other.inFlight, waiting + other.waiting, last.isAfter(other.last) ? last : other.last);
    }
}
