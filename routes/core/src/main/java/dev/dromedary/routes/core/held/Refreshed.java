package dev.dromedary.routes.core.held;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One thing, read at its pace: never twice at a time, and not before somebody asks. */
final class Refreshed<T> {

    private final Supplier<CompletionStage<T>> read;
    private final BinaryOperator<T> merge;
    private final Pace pace;
    private final LongSupplier nanos;
    private final Runnable changed;
    private volatile Known<T> known;
    private CompletableFuture<T> underWay;

    /**
     * What is known.
     *
     * @param at when it was read, in nanoseconds
     * @param ever whether it was read at all
     */
    private record Known<T>(T value, long at, boolean ever) {}

    /**
     * One of the things that stand at an origin.
     *
     * @param nanos a clock that only goes forward, in nanoseconds
     * @param changed run after each reading that changed what is known
     */
    static <K, T> Refreshed<T> of(Origin<K, T> origin, K key, Pace pace, LongSupplier nanos, Runnable changed) {
        return new Refreshed<>(origin, key, pace, nanos, changed);
    }

    private <K> Refreshed(Origin<K, T> origin, K key, Pace pace, LongSupplier nanos, Runnable changed) {
        this.read = () -> origin.read(key);
        this.merge = origin::merge;
        this.pace = pace;
        this.nanos = nanos;
        this.changed = changed;
        this.known = new Known<>(origin.unread(), 0, false);
    }

    T now() {
        return known.value();
    }

    boolean isFresh() {
        Known<T> last = known;
        if (!last.ever()) {
            return false;
        }
        long age = nanos.getAsLong() - last.at();
        if (age > pace.renewAfter().toNanos()) {
            var unused = again();
        }
        return age <= pace.staleAfter().toNanos();
    }

    CompletionStage<T> again() {
        CompletableFuture<T> mine = new CompletableFuture<>();
        T before;
        synchronized (this) {
            if (underWay != null) {
                return underWay;
            }
            before = known.value();
            if (known.ever()
                    && nanos.getAsLong() - known.at() < pace.atMostEvery().toNanos()) {
                return CompletableFuture.completedFuture(before);
            }
            underWay = mine;
        }
        var unused = begun().whenComplete((value, failure) -> settle(mine, failure == null ? value : before));
        return mine.isDone()
                ? mine
                : mine.completeOnTimeout(before, pace.longestWait().toNanos(), TimeUnit.NANOSECONDS);
    }

    private CompletionStage<T> begun() {
        try {
            return read.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private void settle(CompletableFuture<T> mine, T read) {
        T before;
        T after;
        synchronized (this) {
            before = known.value();
            after = merge.apply(before, read);
            known = new Known<>(after, nanos.getAsLong(), true);
            underWay = null;
        }
        mine.complete(after);
        if (!after.equals(before)) {
            changed.run();
        }
    }
}
