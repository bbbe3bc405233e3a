package dev.dromedary.routes.http.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What came of looking at a request: a {@link Verdict} if all that it takes was at hand, else one that comes later. */
public sealed interface Outcome permits Verdict, Outcome.Later {

    /**
     * One that comes later.
     *
     * @param verdict comes on any thread; never fails when it comes out of a {@link Gate}
     */
    record Later(CompletionStage<Verdict> verdict) implements Outcome {}

    /** The verdict, as a stage. */
    default CompletionStage<Verdict> stage() {
        return switch (this) {
            case Verdict verdict -> CompletableFuture.completedFuture(verdict);
            case Later later -> later.verdict();
        };
    }

    /** Goes on from the verdict: at once if it is there. */
    default Outcome then(Function<Verdict, Outcome> next) {
        return switch (this) {
            case Verdict verdict -> next.apply(verdict);
            case Later later ->
                of(later.verdict().thenCompose(verdict -> next.apply(verdict).stage()));
        };
    }

    /** The verdict itself, where the stage has it already. */
    static Outcome of(CompletionStage<Verdict> stage) {
        CompletableFuture<Verdict> future = stage.toCompletableFuture();
        return future.isDone() && !future.isCompletedExceptionally() ? future.join() : new Later(future);
    }
}
