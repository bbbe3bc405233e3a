package dev.dromedary.routes.core.deliver;

import java.time.Duration;
import java.util.Optional;

/**
 * The way to one function, for all that deliver to it: how many calls it seems to bear, and whether it wants to be left alone for a while. What it
 * puts off halves the one and begins the other; each success widens the way again (additive increase, multiplicative
 * decrease). Thread-safe.
 */
final class Gate {

    private static final int WIDEST = 1024;
    private static final Duration FIRST_REST = Duration.ofMillis(100);
    private static final Duration LONGEST_REST = Duration.ofSeconds(10);
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    private final Permits permits = new Permits();
    private double width = WIDEST;
    private int rests;
    private volatile long closedUntil;

    /**
     * Takes a place for a call.
     *
     * @param again called once where there is none, and there may be one
     */
    boolean enter(Runnable again) {
        return permits.take(width(), again);
    }

    /** A call is over. */
    void leave() {
        permits.free();
    }

    /** A place that was offered is not needed. */
    void passOn() {
        permits.wake();
    }

    void forget(Runnable again) {
        permits.forget(again);
    }

    /** Until when nobody should call, in milliseconds; past: anybody may. */
    long closedUntil() {
        return closedUntil;
    }

    /** The function took something. */
    synchronized void success() {
        rests = 0;
        if (width < WIDEST) {
            width = Math.min(WIDEST, width + 1 / width);
        }
    }

    /**
     * The function put something off. Many calls may be put off at once: those that began before it was closed do not close it
     * longer, unless it asks for that.
     *
     * @param began when the call did
     */
    synchronized void putOff(Optional<Duration> asked, long began, long now) {
        if (began >= closedUntil) {
            width = Math.max(1, Math.min(width, permits.used()) / 2);
            Duration rest = FIRST_REST.multipliedBy(1L << Math.min(rests, 10));
            rests++;
            close(now, rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST);
        }
        asked.ifPresent(wait -> close(now, wait.compareTo(LONGEST_ASKED) < 0 ? wait : LONGEST_ASKED));
    }

    private void close(long now, Duration rest) {
        closedUntil = Math.max(closedUntil, now + rest.toMillis());
    }

    private synchronized int width() {
        return (int) width;
    }
}
