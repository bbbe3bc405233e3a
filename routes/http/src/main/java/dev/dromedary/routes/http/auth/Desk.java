package dev.dromedary.routes.http.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A gate's place at the threads that all gates share: it takes no more of them than its part. */
final class Desk {

    private final Executor threads;
    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * A place.
     *
     * @param threads may be so busy that they reject work
     * @param most how many checks wait or are made at a time; more are refused
     */
    Desk(Executor threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    /** Has a check made. */
    Outcome submit(Supplier<Verdict> check) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            return Refusals.BUSY;
        }
        try {
            return new Outcome.Later(CompletableFuture.supplyAsync(check, threads)
                    .whenComplete((verdict, failure) -> waiting.decrementAndGet()));
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet();
            return Refusals.BUSY;
        }
    }
}
