package dev.dromedary.routes.core.deliver;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the events of a route, in this copy of the router. Of what was received, all is delivered, dead-lettered, filtered,
 * dropped or released, or still open.
 */
public final class Figures {

    private final LongAdder received = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder filtered = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder released = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder held = new LongAdder();
    private volatile Trouble trouble;
    private volatile long lastMillis;

    /** What became of an event. */
    public enum Outcome {
        /** Taken by the function. */
        DELIVERED,
        /** Kept in the dead-letter target. */
        DEAD_LETTERED,
        /** Not wanted. */
        FILTERED,
        /** Given up. */
        DROPPED,
        /** Given back to the source. */
        RELEASED
    }

    /**
     * Why an event was not taken.
     *
     * @param event its id
     */
    public record Trouble(Instant at, String event, String why) {}

    void received(int count, long millis) {
        received.add(count);
        lastMillis = millis;
    }

    void over(Outcome outcome, int count) {
        switch (outcome) {
            case DELIVERED -> delivered.add(count);
            case DEAD_LETTERED -> deadLettered.add(count);
            case FILTERED -> filtered.add(count);
            case DROPPED -> dropped.add(count);
            case RELEASED -> released.add(count);
        }
    }

    void retried(Trouble why) {
        retried.increment();
        trouble = why;
    }

    void lost(int count, Trouble why) {
        dropped.add(count);
        trouble = why;
    }

    void held(int more) {
        held.add(more);
    }

    /** Handed over by the source. */
    public long received() {
        return received.sum();
    }

    /** Taken by the function. */
    public long delivered() {
        return delivered.sum();
    }

    /** Kept in the dead-letter target. */
    public long deadLettered() {
        return deadLettered.sum();
    }

    /** Not wanted. */
    public long filtered() {
        return filtered.sum();
    }

    /** Given up, as the trigger has it. */
    public long dropped() {
        return dropped.sum();
    }

    /** Given back to the source, for whoever has its piece next. */
    public long released() {
        return released.sum();
    }

    /** Attempts that came to nothing. */
    public long retried() {
        return retried.sum();
    }

    /** Received, and nothing of the others yet. */
    public long open() {
        return received() - delivered() - deadLettered() - filtered() - dropped() - released();
    }

    /** Of those that are open, tried on and on. */
    public long held() {
        return held.sum();
    }

    /** Why an event was not taken, the last time; {@code null}: none ever. */
    public Trouble trouble() {
        return trouble;
    }

    /** When the last event came; {@code null}: none ever. */
    public Instant last() {
        return lastMillis == 0 ? null : Instant.ofEpochMilli(lastMillis);
    }
}
