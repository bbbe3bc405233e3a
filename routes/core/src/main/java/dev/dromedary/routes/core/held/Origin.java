package dev.dromedary.routes.core.held;

import java.util.concurrent.CompletionStage;

/**
 * Where things of a kind stand.
 *
 * @param <K> which of them
 * @param <T> what is known of one, which includes that it could not be read
 */
public interface Origin<K, T> {

    /** What is known of one before its first reading. */
    T unread();

    /** Reads one. What goes wrong with that is a {@code T} too; a stage that fails leaves all as it was. */
    CompletionStage<T> read(K key);

    /**
     * What counts after a reading: usually what was read; what was known before, if the reading failed for a reason that will
     * pass, or found the same.
     */
    T merge(T before, T read);
}
