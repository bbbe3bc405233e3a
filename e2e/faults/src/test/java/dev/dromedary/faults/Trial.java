package dev.dromedary.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/** One run of a scenario with faults, held against the run without. */
final class Trial {

    private static final Duration SEED_PATIENCE = Duration.ofMinutes(2);
    private static final int MANY_TIMES = 3;
    private static final int SOME = 12;

    private final Lab lab;
    private final Plan plan;
    private final Reference reference;

    Trial(Lab lab, Plan plan, Reference reference) {
        this.lab = lab;
        this.plan = plan;
        this.reference = reference;
    }

    /**
     * Carries it out; whatever is not as in the reference is an error.
     *
     * @return what went wrong, as planned; empty where nothing came by that the plan was waiting for
     */
    List<String> run() {
        lab.proxy().disarm();
        try (World world = new World(lab)) {
            world.configure(Lab.PROVISION_IMAGE);
            plan.scenario().seed().in(world);
            awaitState(world, 0, SEED_PATIENCE, Duration.ZERO);
            List<JsonNode> before = lab.inventory().all(world.namespace());
            lab.proxy().remember();
            try (Witness witness = new Witness(lab.client(), world.namespace())) {
                lab.proxy().arm(plan.faults().get(), world.namespace());
                steps(world);
                revive();
                awaitState(world, reference.states().size() - 1, plan.patience(), plan.stays());
                return judge(world, before, witness);
            }
        } finally {
            lab.proxy().letGo();
        }
    }

    private void steps(World world) {
        int state = 0;
        for (Step step : plan.scenario().steps()) {
            step.in(world);
            awaitState(world, ++state, plan.patience(), Duration.ZERO);
        }
    }

    /** All may be well before one that was killed is back: it must leave it so. */
    private void revive() {
        lab.revive();
        lab.reconciler().awaitLeading();
    }

    /** Meanwhile a reconciler that was killed is started again, as a kubelet would. */
    private void awaitState(World world, int number, Duration patience, Duration stays) {
        State wanted = reference.states().get(number);
        await("state " + number)
                .during(stays)
                .atMost(patience.plus(stays))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    lab.revive();
                    State now = State.of(world.namespace(), lab.inventory().ours(world.namespace()));
                    assertThat(wanted.differences(now)).isEmpty();
                });
    }

    private List<String> judge(World world, List<JsonNode> before, Witness witness) {
        List<JsonNode> after = lab.inventory().all(world.namespace());
        State now = State.of(world.namespace(), after);
        assertThat(reference.end().differences(now))
                .as("differences to the run without faults, over all kinds")
                .isEmpty();
        assertThat(reference.deleted()).as("what may go, if only for a while").containsAll(witness.deleted());
        assertThat(lab.proxy().ledger().writes())
                .as("writes: some are repeated, but nobody fights")
                .hasSizeLessThanOrEqualTo(reference.writes().size() * MANY_TIMES + SOME);
        assertThat(reference.anew()).as("what may have another uid").containsAll(Reference.anew(before, after));
        return lab.proxy().ledger().faults();
    }
}
