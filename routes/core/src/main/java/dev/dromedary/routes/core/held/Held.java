package dev.dromedary.routes.core.held;

import java.util.concurrent.CompletionStage;

/**
 * What is known here of something that stands elsewhere, until it is closed.
 *
 * @param <T> what is known of it, which includes that it could not be read
 */
public interface Held<T> extends AutoCloseable {

    /** What is known now, however old. Costs nothing. */
    T now();

    /** Whether that is recent enough to go by. Asking keeps it so: what grows old is read again in the background. */
    boolean isFresh();

    /**
     * Reads it again, though not oftener than its {@link Pace} says: else gives what is known. Never fails, and waits no longer
     * than the pace says.
     */
    CompletionStage<T> again();

    /** Lets go of it. */
    @Override
    void close();
}
