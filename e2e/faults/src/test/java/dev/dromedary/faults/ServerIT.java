package dev.dromedary.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The API server itself is in trouble: away, frozen, or back with the data of yesterday. */
@Tag("prove")
class ServerIT {

    private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(20);
    private static final Duration BACK = Duration.ofSeconds(60);
    private static final Duration CENSUS = Duration.ofSeconds(80);

    private final Lab lab = Lab.shared();

    @BeforeEach
    void ready() {
        lab.ready();
    }

    @Test
    void whatWasUnderWayWhenItFrozeIsFinishedWhenItGoesOn() {
        try (World world = new World(lab)) {
            world.function("f", "");
            lab.server().freeze();
            await("a while passes")
                    .pollDelay(LONGER_THAN_A_LEASE)
                    .atMost(LONGER_THAN_A_LEASE.multipliedBy(2))
                    .until(() -> true);
            lab.server().thaw();
            awaitServing(world, "f", BACK);
            assertThat(lab.reconciler().runs()).isTrue();
        }
    }

    @Test
    void whenItIsBackEachKindIsListedOnce() {
        try (World world = new World(lab)) {
            world.function("f", "");
            awaitServing(world, "f", BACK);
            lab.server().kill();
            await("a while passes").pollDelay(Duration.ofSeconds(5)).until(() -> true);
            lab.proxy().arm(Faults.NONE, "");
            lab.server().startAgain();
            world.function("g", "");
            awaitServing(world, "g", BACK);
            assertThat(listsByKind()).allSatisfy((kind, lists) -> assertThat(lists)
                    .as(kind + ": one to begin anew, one for the census")
                    .isLessThanOrEqualTo(2));
        }
    }

    private Map<String, Long> listsByKind() {
        return lab.proxy().ledger().calls().stream()
                .map(Ledger.Entry::call)
                .filter(Call::lists)
                .collect(Collectors.groupingBy(call -> call.path() + " " + call.selected(), Collectors.counting()));
    }

    @Test
    void versionsThatGoBackwardsAreSurvivedAndNothingIsDeleted() {
        try (World world = new World(lab)) {
            world.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: mine}, data: {a: '1'}}");
            world.function("same", "");
            world.function("changed", "");
            world.function("deleted", "");
            lab.awaitRest(world);
            lab.server().backUp();
            lab.awaitRest(world);
            var before = lab.inventory().ours(world.namespace());
            world.function("changed", ", function: 'x = 2', timeout: '99'");
            world.function("after", "");
            world.delete(Kind.FUNCTION, "deleted");
            lab.awaitRest(world);
            lab.restore();
            State wanted = State.of(world.namespace(), before);
            world.function("new", "");
            awaitServing(world, "new", CENSUS);
            world.delete(Kind.FUNCTION, "new");
            await("all is as it was")
                    .atMost(CENSUS)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        var now = lab.inventory().ours(world.namespace());
                        assertThat(wanted.differences(State.of(world.namespace(), now)))
                                .isEmpty();
                        assertThat(Inventory.uids(now)).isEqualTo(Inventory.uids(before));
                    });
        }
    }

    private static void awaitServing(World world, String function, Duration patience) {
        await(function + " answers")
                .atMost(patience)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> world.at(Kind.FUNCTION, function)
                        .get()
                        .getAdditionalProperties()
                        .get("status")
                        .toString()
                        .contains("The function answers"));
    }
}
