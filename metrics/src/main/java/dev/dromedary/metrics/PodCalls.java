package dev.dromedary.metrics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The calls of one pod: what its counter said, as spans of time with the calls that fell into them. Times are since any fixed moment. */
final class PodCalls {

    private final Deque<Span> spans = new ArrayDeque<>();
    private double last;
    private Duration lastAt;

    /** So many calls, at some time in between. */
    private record Span(Duration from, Duration to, double calls) {

        /** The calls of the part that lies in the window, as if they came evenly. */
        double within(Duration begin, Duration end) {
            double length = seconds(from, to);
            double common = seconds(from.compareTo(begin) > 0 ? from : begin, to.compareTo(end) < 0 ? to : end);
            return length <= 0 || common <= 0 ? 0 : calls * common / length;
        }
    }

    /**
     * A pod whose counter stood at so much.
     *
     * @param count 0 for one that has only just come
     */
    PodCalls(double count, Duration at) {
        this.last = count;
        this.lastAt = at;
    }

    /** Takes a reading. A counter that went back began anew at 0: its container was started again. */
    void count(double count, Duration at) {
        if (at.compareTo(lastAt) <= 0) {
            return;
        }
        spans.addLast(new Span(lastAt, at, count >= last ? count - last : count));
        last = count;
        lastAt = at;
    }

    /** When the counter was last read. */
    Duration lastAt() {
        return lastAt;
    }

    /**
     * Calls a second over a window.
     *
     * @param begin where the window begins at the earliest: before that nobody looked
     */
    double rate(Duration end, Duration window, Duration begin) {
        Duration start = end.minus(window).compareTo(begin) > 0 ? end.minus(window) : begin;
        double length = seconds(start, end);
        return length <= 0
                ? 0
                : spans.stream().mapToDouble(span -> span.within(start, end)).sum() / length;
    }

    /** Forgets what was before. */
    void forget(Duration before) {
        spans.removeIf(span -> span.to().compareTo(before) < 0);
    }

    /** Whether nothing is known any more. */
    boolean isForgotten() {
        return spans.isEmpty();
    }

    private static double seconds(Duration from, Duration to) {
        return to.minus(from).toNanos() / 1e9;
    }
}
