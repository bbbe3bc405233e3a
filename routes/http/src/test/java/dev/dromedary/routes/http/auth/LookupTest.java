package dev.dromedary.routes.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.routes.core.held.Held;
import dev.dromedary.routes.core.secrets.Material;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Somebody is let in by what is at hand, and refused by what is so now. */
class LookupTest {

    private static final Verdict.Refused WRONG = Refusals.unauthorized("wrong", "Test");

    private final Kept kept = new Kept();
    private final Lookup<String> lookup = new Lookup<>(kept, Refusals::isUnauthorized);

    /** What is known, and what reading it again gives. */
    private static final class Kept implements Held<Material<String>> {

        private Material<String> now = ready("old");
        private CompletableFuture<Material<String>> again = new CompletableFuture<>();
        private boolean fresh = true;

        @Override
        public Material<String> now() {
            return now;
        }

        @Override
        public boolean isFresh() {
            return fresh;
        }

        @Override
        public CompletionStage<Material<String>> again() {
            return again;
        }

        @Override
        public void close() {}
    }

    @Test
    void whoIsKnownIsLetInAtOnce() {
        assertThat(ask("old")).isEqualTo(Verdict.Allowed.of("old"));
        assertThat(kept.again).isNotDone();
    }

    @Test
    void whoIsNotKnownIsLookedForOnceMore() {
        Outcome outcome = ask("new");
        assertThat(outcome).isInstanceOf(Outcome.Later.class);
        kept.again.complete(ready("new"));
        assertThat(outcome.stage()).isCompletedWithValue(Verdict.Allowed.of("new"));
    }

    @Test
    void whoIsNotKnownThenEitherIsRefused() {
        Outcome outcome = ask("none");
        kept.again.complete(ready("new"));
        assertThat(outcome.stage()).isCompletedWithValue(WRONG);
    }

    @Test
    void whereNothingIsNewTheVerdictStands() {
        kept.again.complete(ready("old"));
        assertThat(ask("new")).as("and at once").isEqualTo(WRONG);
    }

    @Test
    void whatIsOldIsReadAgainFirst() {
        kept.fresh = false;
        Outcome outcome = ask("old");
        assertThat(outcome).isInstanceOf(Outcome.Later.class);
        kept.again.complete(ready("new"));
        assertThat(outcome.stage()).as("taken away meanwhile").isCompletedWithValue(WRONG);
    }

    @Test
    void withNothingToCheckByNobodyIsLetIn() {
        kept.now = new Material.Away<>("missing");
        kept.again.complete(kept.now);
        assertThat(ask("old")).isEqualTo(Refusals.UNAVAILABLE);
        kept.again = CompletableFuture.completedFuture(ready("old"));
        assertThat(ask("old")).isEqualTo(Verdict.Allowed.of("old"));
    }

    private Outcome ask(String name) {
        return lookup.ask(known -> known.equals(name) ? Verdict.Allowed.of(name) : WRONG);
    }

    private static Material<String> ready(String known) {
        return new Material.Ready<>(known, List.of());
    }
}
