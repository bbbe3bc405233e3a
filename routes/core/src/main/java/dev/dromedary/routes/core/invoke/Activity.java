package dev.dromedary.routes.core.invoke;

import java.time.Instant;
import java.util.Optional;

/**
 * What is going on at a function.
 *
 * @param inFlight calls that are under way, those that wait included
 * @param waiting calls that wait for a pod
 * @param last when the last call began or ended; empty: there was none
 */
public record Activity(int inFlight, int waiting, Optional<Instant> last) {

    /** Nothing, ever. */
    static final Activity NONE = new Activity(0, 0, Optional.empty());
}
