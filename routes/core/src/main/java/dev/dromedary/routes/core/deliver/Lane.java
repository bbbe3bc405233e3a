package dev.dromedary.routes.core.deliver;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A piece of a source that has an order of its own: a partition, a shard, a subscription, a schedule. All methods may be called on any
 * thread, and none of them waits.
 */
public interface Lane {

    /** Hands events over, in the source's order. They are all taken, even by a lane that is full. */
    void offer(List<? extends Event> events);

    /** Whether it holds so much that the source should hand nothing over until {@link Watcher#room}. */
    boolean isFull();

    /** The position of the last event such that it, and all before it, are settled; {@code null}: none yet. */
    Object settled();

    /** Events that were handed over and are not settled. */
    int outstanding();

    /**
     * Begins no call any more; what is not settled is the source's again, if it {@linkplain Watcher#takesBack takes it back}.
     *
     * @return done when no call and no dead letter is under way any more. {@link #settled} is what can be committed then; after
     *     {@link #abandon} it stays as it is
     */
    CompletableFuture<Void> close();

    /** What is still under way counts for nothing: another may have the lane by now. */
    void abandon();

    /** Who hands over; told on a thread of the engine's. Quick. */
    interface Watcher {

        /** Of a source that asks by itself. */
        Watcher NOBODY = new Watcher() {
            @Override
            public void room() {}

            @Override
            public void progress() {}
        };

        /** A lane that was full has room again. */
        void room();

        /** {@link Lane#settled} has moved. */
        void progress();

        /**
         * Whether what is not settled when the lane closes is the source's again. If not, a lane that closes goes on until all is
         * settled, and what is not when it is abandoned counts as dropped.
         */
        default boolean takesBack() {
            return true;
        }

        /**
         * Whether the source commits a position, so that one event that is not settled holds back all behind it. If not, {@link
         * Lane#settled} says nothing, and each {@linkplain Event#over is told} by itself.
         */
        default boolean settlesInOrder() {
            return true;
        }

        /**
         * The lane is about to close: nothing more is to be handed over.
         *
         * @return done when nothing is, not even what was on its way: a lane that {@linkplain #takesBack takes nothing back} ends no sooner
         */
        default CompletableFuture<Void> closing() {
            return CompletableFuture.completedFuture(null);
        }
    }
}
