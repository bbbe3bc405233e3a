package dev.dromedary.routes.kafka.park;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Remembers what a consumer was woken for without anything's coming of it, such as records that another copy was about to settle: it is
 * not woken for the very same again right away. Thread-safe.
 */
final class Vain {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 6;

    private Map<TopicPartition, Gap> gaps = Map.of();
    private long woken;
    private int times;

    /** It is woken for these. */
    synchronized void woken(Map<TopicPartition, Gap> now, long nanos) {
        gaps = Map.copyOf(now);
        woken = nanos;
    }

    /** It is parked; whether anything had come. */
    synchronized void parked(boolean came) {
        times = came || gaps.isEmpty() ? 0 : Math.min(times + 1, MOST_DOUBLINGS);
    }

    /** Whether it was woken for all of these lately, for nothing. */
    synchronized boolean excuses(Map<TopicPartition, Gap> now, long nanos) {
        return times > 0
                && gaps.entrySet().containsAll(now.entrySet())
                && nanos - woken < longer(FIRST).toNanos();
    }

    /** A time that doubles with each time that it was woken for nothing. */
    synchronized Duration longer(Duration time) {
        return time.multipliedBy(1L << times);
    }
}
