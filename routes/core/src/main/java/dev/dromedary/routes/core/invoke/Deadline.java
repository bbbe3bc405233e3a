package dev.dromedary.routes.core.invoke;

import java.time.Duration;

/** Until when something may take, by the monotonic clock. */
final class Deadline {

    private long from;
    private long nanos;

    /** So long from now on. */
    void set(Duration time) {
        from = System.nanoTime();
        nanos = time.toNanos();
    }

    /** As long again, from now on. */
    void renew() {
        from = System.nanoTime();
    }

    boolean isPast(long now) {
        return now - from > nanos;
    }
}
