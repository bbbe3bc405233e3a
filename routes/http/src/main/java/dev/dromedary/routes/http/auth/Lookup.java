package dev.dromedary.routes.http.auth;

import dev.dromedary.routes.core.held.Held;
import dev.dromedary.routes.core.secrets.Material;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Checks callers by material that is kept elsewhere: at once by what is at hand and recent; and before somebody is refused who
 * may be known there since, by what is there now.
 */
final class Lookup<T> {

    private final Held<Material<T>> held;
    private final Predicate<Verdict> outdated;

    /**
     * Checks by this material.
     *
     * @param outdated whether another version of it might come to another verdict
     */
    Lookup(Held<Material<T>> held, Predicate<Verdict> outdated) {
        this.held = held;
        this.outdated = outdated;
    }

    /** The verdict of a question that is put to the material, once or twice. */
    Outcome ask(Function<T, Outcome> question) {
        if (held.isFresh() && held.now() instanceof Material.Ready<T> ready) {
            return first(ready, question);
        }
        return Outcome.of(held.again().thenCompose(material -> switch (material) {
            case Material.Ready<T> ready -> first(ready, question).stage();
            case Material.Away<T> away -> CompletableFuture.completedFuture(Refusals.UNAVAILABLE);
        }));
    }

    private Outcome first(Material.Ready<T> ready, Function<T, Outcome> question) {
        return question.apply(ready.value())
                .then(verdict -> outdated.test(verdict) ? Outcome.of(second(ready, verdict, question)) : verdict);
    }

    private CompletionStage<Verdict> second(Material.Ready<T> before, Verdict verdict, Function<T, Outcome> question) {
        return held.again()
                .thenCompose(material -> material instanceof Material.Ready<T> ready && !ready.equals(before)
                        ? question.apply(ready.value()).stage()
                        : CompletableFuture.completedFuture(verdict));
    }
}
