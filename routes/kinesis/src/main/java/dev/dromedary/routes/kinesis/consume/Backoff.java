package dev.dromedary.routes.kinesis.consume;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait after something went wrong: longer each time, and never all at a time. */
final class Backoff {

    private static final int DOUBLINGS = 8;

    private Backoff() {}

    /**
     * The pause after so many failures in a row.
     *
     * @return half of it at least is not left to chance
     */
    static Duration of(int failures, Timing timing) {
        long whole = Math.min(timing.patience().toMillis(), timing.pause().toMillis() << Math.min(failures, DOUBLINGS));
        return Duration.ofMillis(whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1));
    }
}
