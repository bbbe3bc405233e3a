package dev.dromedary.routes.kafka.replay;

/** So many a second, whoever takes them. Thread-safe. */
final class Pace {

    private static final long SECOND = 1_000_000_000L;
    /** What was missed for longer is not made up for. */
    private static final long SLACK = SECOND / 10;

    private final long interval;
    private long next;

    /**
     * A pace.
     *
     * @param rate how many a second
     */
    Pace(int rate, long now) {
        this.interval = SECOND / rate;
        this.next = now;
    }

    /** Whether one may go now, by {@code System.nanoTime()}. */
    synchronized boolean take(long now) {
        if (now - next < 0) {
            return false;
        }
        next = Math.max(next - (now - SLACK), 0) + now - SLACK + interval;
        return true;
    }
}
