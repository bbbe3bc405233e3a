package dev.dromedary.routes.core.deliver;

import java.time.Duration;
import java.util.Optional;

/**
 * How a trigger's events are delivered: the {@code delivery} block, with everything filled in that it leaves open.
 *
 * @param attempts how often a function is called with an event before it counts as not taken; at least 1. Calls that it did not
 *     get, and those that it put off (429, 503), do not count
 * @param timeout until the function begins to answer; empty: the function's own time-out and a little more
 * @param maxAge an event that is older counts as not taken; empty: none is too old
 * @param concurrency calls under way at a time, in each copy of the router; at least 1
 * @param deadLetter where events go that the function does not take; empty: nowhere
 * @param onExhausted what becomes of them where that is nowhere
 */
public record Delivery(
        Mode mode,
        int attempts,
        Backoff backoff,
        Optional<Duration> timeout,
        Optional<Duration> maxAge,
        Success success,
        Ordering ordering,
        int concurrency,
        Batching batching,
        Filter filter,
        Optional<LetterTarget> deadLetter,
        OnExhausted onExhausted) {

    /** What holds where nobody says anything else. */
    public static final Delivery DEFAULT = new Delivery(
            Mode.AT_LEAST_ONCE,
            5,
            Backoff.DEFAULT,
            Optional.empty(),
            Optional.empty(),
            Success.DEFAULT,
            Ordering.KEY,
            64,
            Batching.NONE,
            Filter.ALL,
            Optional.empty(),
            OnExhausted.HOLD);
}
