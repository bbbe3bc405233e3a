package dev.dromedary.routes.core.held;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * Things of one kind, each kept once for all who hold it, and forgotten when the last one lets go.
 *
 * @param <K> which of them
 * @param <T> what is known of one
 */
public final class Shared<K, T> {

    private final Origin<K, T> origin;
    private final Pace pace;
    private final LongSupplier nanos;
    private final Map<K, One> things = new ConcurrentHashMap<>();

    /**
     * None yet.
     *
     * @param nanos a clock that only goes forward, in nanoseconds
     */
    public Shared(Origin<K, T> origin, Pace pace, LongSupplier nanos) {
        this.origin = origin;
        this.pace = pace;
        this.nanos = nanos;
    }

    /**
     * Holds one. It is read in the background right away if nobody held it before.
     *
     * @param changed run after each reading that changed what is known; must be quick
     */
    public Held<T> hold(K key, Runnable changed) {
        Handle handle = new Handle(key, changed);
        handle.one = things.compute(key, (k, there) -> (there == null ? new One(k) : there).with(handle));
        if (!handle.one.refreshed.isFresh()) {
            var unused = handle.one.refreshed.again();
        }
        return handle;
    }

    /** How many are held. */
    int size() {
        return things.size();
    }

    private final class One {

        private final List<Handle> handles = new CopyOnWriteArrayList<>();
        private final Refreshed<T> refreshed;

        One(K key) {
            refreshed = Refreshed.of(origin, key, pace, nanos, () -> handles.forEach(handle -> handle.changed.run()));
        }

        One with(Handle handle) {
            handles.add(handle);
            return this;
        }

        /** {@code null}: nobody holds it any more. */
        One without(Handle handle) {
            handles.remove(handle);
            return handles.isEmpty() ? null : this;
        }
    }

    private final class Handle implements Held<T> {

        private final K key;
        private final Runnable changed;
        private One one;

        Handle(K key, Runnable changed) {
            this.key = key;
            this.changed = changed;
        }

        @Override
        public T now() {
            return one.refreshed.now();
        }

        @Override
        public boolean isFresh() {
            return one.refreshed.isFresh();
        }

        @Override
        public CompletionStage<T> again() {
            return one.refreshed.again();
        }

        @Override
        public void close() {
            things.computeIfPresent(key, (k, there) -> there.without(this));
        }
    }
}
