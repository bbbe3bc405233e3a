package dev.dromedary.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What cannot be carried out is tried for ever, and costs next to nothing. */
@Tag("prove")
class StuckIT {

    private static final Duration UNTIL_THE_LONGEST_WAIT = Duration.ofMinutes(6);
    private static final int MINUTES = 4;
    private static final int CALLS_A_MINUTE = 3;

    private final Lab lab = Lab.shared();

    @Test
    void noMoreThanThreeCallsAMinute() {
        lab.ready();
        try (World world = new World(lab)) {
            lab.proxy().arm(new NoDeployments(), world.namespace());
            world.apply("{apiVersion: v1, kind: Service, metadata: {name: taken}, spec: {ports: [{port: 1}]}}");
            world.function("refused", "");
            world.function("taken", "");
            awaitTriesFarApart(world);
            lab.proxy().arm(new NoDeployments(), world.namespace());
            await("some minutes pass")
                    .pollDelay(Duration.ofMinutes(MINUTES))
                    .atMost(Duration.ofMinutes(MINUTES + 1))
                    .until(() -> true);
            for (String function : List.of("refused", "taken")) {
                int calls = calls(function);
                System.out.printf(
                        "proof: %d calls in %d minutes for a function that is %s%n", calls, MINUTES, function);
                assertThat(calls).as(function).isBetween(1, MINUTES * CALLS_A_MINUTE);
            }
            lab.proxy().disarm();
            world.function("refused", ", timeout: '7'");
            Instant began = Instant.now();
            await("a new spec is tried at once")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> world.at(Kind.DEPLOYMENT, "refused").get() != null);
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
    }

    private void awaitTriesFarApart(World world) {
        for (String function : List.of("refused", "taken")) {
            await("its tries are far apart: " + function)
                    .atMost(UNTIL_THE_LONGEST_WAIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> lab.reconciler().log().contains(world.namespace() + "/" + function + " in=PT1M"));
        }
    }

    private int calls(String function) {
        return (int) lab.proxy().ledger().calls().stream()
                .filter(entry -> entry.call().path().contains("/" + function))
                .count();
    }

    /** As where a policy or a quota refuses them. */
    private record NoDeployments() implements Faults {
        @Override
        public Fate of(Call call, int write) {
            return write > 0 && call.plural().equals("deployments") ? new Fate.Refuse(422, "Invalid") : Fate.FORWARD;
        }
    }
}
