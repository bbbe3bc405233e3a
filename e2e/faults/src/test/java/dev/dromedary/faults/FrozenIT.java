package dev.dromedary.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Kind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A leader that is stopped in its tracks past its lease, while a standby takes over: one writes at a time. */
@Tag("prove")
class FrozenIT {

    /** The lease is 15 s long; the standby looks every 2 s. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(20);

    private final Lab lab = Lab.shared();
    private FaultProxy standbysProxy;
    private Reconciler standby;

    @BeforeEach
    void start() {
        lab.ready();
        standbysProxy = new FaultProxy(lab.server().port());
        standby = new Reconciler("two", standbysProxy.port());
        standby.launch();
    }

    @AfterEach
    void stop() {
        standby.close();
        standbysProxy.close();
    }

    /** It waits for the answer to one write when it is stopped; going on, it must not make the next. */
    @Test
    void inTheMiddleOfAPass() {
        neverWritesAgain(new Fate.WaitAnswer(Duration.ofSeconds(2)), "configmaps");
    }

    /** The HTTP client waits to try again when the process is stopped; going on, it must not. */
    @Test
    void whileAWriteIsToBeTriedAgain() {
        neverWritesAgain(new Fate.Refuse(500, "InternalError"), "configmaps");
    }

    private void neverWritesAgain(Fate fate, String plural) {
        try (World world = new World(lab)) {
            lab.proxy().arm(new Everyone(fate, plural), world.namespace());
            world.function("f", "");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !lab.proxy().ledger().faults().isEmpty());
            lab.reconciler().freeze();
            int before = lab.proxy().ledger().writes().size();
            await("the standby leads").atMost(TAKE_OVER).until(standby::leads);
            await("the standby carries it out")
                    .atMost(TAKE_OVER)
                    .until(() -> world.at(Kind.DEPLOYMENT, "f").get() != null);
            lab.proxy().arm(Faults.NONE, world.namespace());
            lab.reconciler().thaw();
            await("the one that was stopped is told")
                    .during(Duration.ofSeconds(5))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> lab.reconciler().log().contains("leading=false"));
            assertThat(lab.proxy().ledger().writes())
                    .as("writes of the one that leads no more; before it was stopped: %d", before)
                    .isEmpty();
        }
    }

    /** Every write to a kind meets this fate. */
    private record Everyone(Fate fate, String plural) implements Faults {
        @Override
        public Fate of(Call call, int write) {
            return write > 0 && call.plural().equals(plural) ? fate : Fate.FORWARD;
        }
    }
}
