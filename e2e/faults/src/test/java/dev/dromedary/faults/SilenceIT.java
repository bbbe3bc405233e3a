package dev.dromedary.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a watch did not tell is found out all the same. */
class SilenceIT {

    /** A pulse every ten seconds, one to wait for its answer, five for what is on its way; and a start anew. */
    private static final Duration PULSE = Duration.ofSeconds(30);

    /** Less than a minute between two censuses, five seconds for what is on its way; and a start anew. */
    private static final Duration CENSUS = Duration.ofSeconds(75);

    private final Lab lab = Lab.shared();

    @BeforeEach
    void ready() {
        lab.ready();
    }

    @Test
    void aWatchThatFellSilentWithoutClosingIsNoticedWithinHalfAMinute() {
        try (World world = new World(lab)) {
            lab.proxy().arm(Faults.atEvent("functions", 1, new Turn.Silence()), world.namespace());
            world.function("f", "");
            Instant began = Instant.now();
            awaitDeployment(world, "f", PULSE);
            assertThat(lab.proxy().ledger().faults()).isNotEmpty();
            System.out.printf(
                    "proof: a silent watch was noticed after %d s%n",
                    Duration.between(began, Instant.now()).toSeconds());
        }
    }

    @Test
    void theLossOfEveryEventOfAStepIsHealedByTheCensus() {
        try (World world = new World(lab)) {
            world.function("f", "");
            lab.awaitRest(world);
            lab.proxy().arm(new AllLost(), world.namespace());
            world.delete(Kind.SERVICE, "f");
            world.function("g", "");
            await("events are lost").until(() -> lab.proxy().ledger().faults().size() >= 2);
            lab.proxy().disarm();
            world.function("h", "");
            awaitDeployment(world, "h", PULSE);
            Instant began = Instant.now();
            awaitDeployment(world, "g", CENSUS);
            await("the Service is back")
                    .atMost(CENSUS)
                    .until(() -> world.at(Kind.SERVICE, "f").get() != null);
            System.out.printf(
                    "proof: lost events were made up for after %d s%n",
                    Duration.between(began, Instant.now()).toSeconds());
        }
    }

    private record AllLost() implements Faults {
        @Override
        public Turn of(String plural, int event) {
            return new Turn.Drop();
        }
    }

    private static void awaitDeployment(World world, String function, Duration patience) {
        await(function + " has its Deployment")
                .atMost(patience)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> world.at(Kind.DEPLOYMENT, function).get() != null);
    }
}
