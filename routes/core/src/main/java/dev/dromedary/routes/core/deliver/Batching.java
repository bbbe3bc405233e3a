package dev.dromedary.routes.core.deliver;

import java.time.Duration;

/**
 * How many events go to the function with one call.
 *
 * @param size at most so many; 1: each event has a call of its own, and is its body
 * @param bytes at most so many of bodies, unless a single one is larger
 * @param window how long the first waits for others
 */
public record Batching(int size, long bytes, Duration window) {

    /** Each event by itself. */
    public static final Batching NONE = new Batching(1, Long.MAX_VALUE, Duration.ZERO);

    /** Whether calls carry batches, in their own format, even of one event. */
    public boolean isOn() {
        return size > 1;
    }
}
