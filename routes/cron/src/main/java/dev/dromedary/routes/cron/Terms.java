package dev.dromedary.routes.cron;

import java.time.Duration;
import java.util.Optional;

/**
 * What a trigger says of its ticks, beside when they are.
 *
 * @param startingDeadline how late a tick may begin; empty: however late
 * @param suspended whether none begins
 * @param history of how many ticks status says what came of them
 */
record Terms(Overlap overlap, Optional<Duration> startingDeadline, Missed missed, boolean suspended, int history) {

    /** As {@code startingDeadline}: a clock that is looked at each second needs some time. */
    static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(1);

    /** As {@code historyLimit}. */
    static final int LONGEST_HISTORY = 10;

    /** What holds where nobody says anything else. */
    static final Terms DEFAULT = new Terms(Overlap.ALLOW, Optional.empty(), Missed.LAST, false, 3);

    /** What happens at a tick while one before is not over. */
    enum Overlap {
        ALLOW,
        FORBID,
        REPLACE
    }

    /** What becomes of ticks at which no copy of the router ran. */
    enum Missed {
        LAST,
        SKIP,
        ALL
    }
}
