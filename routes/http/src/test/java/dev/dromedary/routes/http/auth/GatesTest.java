package dev.dromedary.routes.http.auth;

import static dev.dromedary.routes.http.auth.GateBench.headers;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GatesTest {

    @Test
    void anOpenTriggerLetsInEverybodyAsNobody() {
        try (GateBench bench = new GateBench();
                Gate gate = bench.open(new AuthPlan.Open())) {
            assertThat(gate.check(headers("Authorization", "Basic YTpi"), GateBench.body(""), GateBench.NOW))
                    .isEqualTo(new Verdict.Allowed("", Map.of(), Verdict.Allowed.ANYBODY.receipt()));
        }
    }

    @Test
    void aMistakeOfOursLetsInNobody() {
        RuntimeException mistake = new IllegalStateException("hunter2");
        Broken now = new Broken(() -> {
            throw mistake;
        });
        Broken later = new Broken(() -> new Outcome.Later(CompletableFuture.failedFuture(mistake)));
        for (Broken broken : List.of(now, later)) {
            try (Gate gate = new KeptGate(broken, () -> {})) {
                assertThat(GateBench.verdict(gate, headers())).isEqualTo(Refusals.FAILED);
            }
        }
    }

    @Test
    void whatGivesTroubleIsTriedAgainEverSeldomer() {
        Broken broken = new Broken(() -> Refusals.UNAVAILABLE);
        try (KeptGate gate = new KeptGate(broken, () -> {})) {
            List<Integer> turns = new ArrayList<>();
            for (int turn = 1; turn <= 40; turn++) {
                int before = broken.retries;
                gate.turn();
                if (broken.retries > before) {
                    turns.add(turn);
                }
            }
            assertThat(turns).containsExactly(1, 3, 7, 15, 25, 35);
        }
    }

    @Test
    void aChangedPlanOpensAnotherGateAndAnEqualOneDoesNot() {
        List<String> calls = new ArrayList<>();
        CurrentGate current = new CurrentGate(plan -> {
            calls.add("open " + plan);
            return new KeptGate(new OpenGate(Verdict.Allowed.ANYBODY), () -> calls.add("close " + plan));
        });
        Gate first = current.of(new AuthPlan.Basic("a"));
        assertThat(current.of(new AuthPlan.Basic("a"))).isSameAs(first);
        assertThat(current.of(new AuthPlan.Basic("b"))).isNotSameAs(first);
        current.close();
        assertThat(GateBench.verdict(current.of(new AuthPlan.Basic("b")), headers()))
                .isEqualTo(Refusals.UNAVAILABLE);
        assertThat(calls)
                .containsExactly(
                        "open Basic[secret=a]",
                        "open Basic[secret=b]",
                        "close Basic[secret=a]",
                        "close Basic[secret=b]");
    }

    @Test
    void theOldestIsForgottenFirstAndEverythingAfterItsTime() {
        Recent<String> recent = new Recent<>(2);
        Instant now = GateBench.NOW;
        assertThat(recent.add("a", "1", now.plusSeconds(10), now)).isTrue();
        assertThat(recent.add("a", "2", now.plusSeconds(10), now)).isFalse();
        assertThat(recent.add("b", "1", now.plusSeconds(10), now)).isTrue();
        assertThat(recent.add("c", "1", now.plusSeconds(10), now)).isTrue();
        assertThat(recent.size()).isEqualTo(2);
        assertThat(recent.find("a", now)).isEmpty();
        assertThat(recent.find("b", now)).contains("1");
        assertThat(recent.find("c", now.plusSeconds(11))).isEmpty();
        assertThat(recent.add("d", "1", now.plusSeconds(30), now.plusSeconds(11)))
                .isTrue();
        assertThat(recent.size()).isEqualTo(1);
    }

    /** A gate that gives trouble. */
    private static final class Broken implements Gate {

        private final Supplier<Outcome> outcome;
        private int retries;

        Broken(Supplier<Outcome> outcome) {
            this.outcome = outcome;
        }

        @Override
        public boolean wantsBody() {
            return false;
        }

        @Override
        public Outcome check(HttpHeaders headers, ByteBuf body, Instant now) {
            return outcome.get();
        }

        @Override
        public Optional<String> trouble() {
            return Optional.of("trouble");
        }

        @Override
        public void retry() {
            retries++;
        }

        @Override
        public void close() {}
    }
}
