package dev.dromedary.routes.core.deliver;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Instant;

/** One event of a source, as the source has it: nothing is copied. */
public interface Event {

    /** Derived from where it stands in the source, so that a repeat is known by it. */
    String id();

    /** What it is ordered by under {@link Ordering#KEY}, compared by {@code equals}; {@code null}: by nothing. */
    Object key();

    /** When it came about, by the source's own clock. */
    Instant time();

    /** What the function gets; the engine only reads it. Empty: nothing. */
    byte[] body();

    /** What the body is. */
    ContentType contentType();

    /** What CloudEvents says of it. */
    CloudEvent cloudEvent();

    /** The method that the function is called with, where the event has a call of its own. */
    default HttpMethod method() {
        return HttpMethod.POST;
    }

    /** Where it stands in its lane: what the source commits once all before it, and itself, are settled. */
    Object position();

    /**
     * It is done with, for good; not called for one that is given back to its source. On the thread of its lane. Quick.
     *
     * @param why it was not taken, the last time; empty: it was
     */
    default void over(Figures.Outcome outcome, String why) {}

    /** How often the function was called with it before it came here: of a letter that is replayed. */
    default int earlierAttempts() {
        return 0;
    }

    /** The function is about to be called with it. On the thread of its lane. Quick. */
    default void called() {}

    /** Whether somebody waits for what the function answers: then {@link #answered} is told it, and it is held for nobody. */
    default boolean isAwaited() {
        return false;
    }

    /**
     * What the function answered with success, where somebody waits for it; before {@link #over}. On any thread. Quick.
     *
     * @param type its content type; {@code null}: it said none
     * @param body {@code null}: longer than 4 MiB
     */
    default void answered(String type, byte[] body) {}

    /** Sets what the function is told beside the body: {@link #contentType}, {@link #cloudEvent} and {@code event-*} among it. */
    void describe(HttpHeaders headers);
}
