package dev.dromedary.routes.kinesis.consume;

import java.time.Duration;

/** How long to wait before a shard is asked again: the longer nothing has come, the longer. On its reader's thread alone. */
final class Rhythm {

    private final Timing timing;
    private long last;
    private Duration wait = Duration.ZERO;

    /**
     * Something may come at any moment.
     *
     * @param now in nanoseconds, as all that follow
     */
    Rhythm(Timing timing, long now) {
        this.timing = timing;
        this.last = now;
    }

    /** Something came, or is known to be there. */
    Duration some(long now) {
        last = now;
        wait = timing.pause();
        return wait;
    }

    /** Nothing came. */
    Duration none(long now) {
        Duration longest = now - last > timing.calm().toNanos() ? timing.rest() : timing.idle();
        Duration longer = wait.plus(timing.pause());
        wait = longer.compareTo(longest) < 0 ? longer : longest;
        return wait;
    }
}
