package dev.dromedary.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletion always ends, and leaves nothing. */
class DeletionIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int CYCLES = Integer.getInteger("dromedary.cycles", 20);

    private final Lab lab = Lab.shared();

    @BeforeEach
    void ready() {
        lab.ready();
    }

    @Test
    void aFunctionDeletedWhileNoReconcilerRunsLeavesNothing() {
        try (World world = new World(lab)) {
            world.function("f", "");
            lab.awaitRest(world);
            lab.reconciler().kill();
            world.delete(Kind.FUNCTION, "f");
            awaitNothing(world);
            lab.reconciler().start();
            lab.awaitRest(world);
            assertThat(lab.inventory().all(world.namespace())).isEmpty();
        }
    }

    @Test
    void oneThatKubelessLeftWithItsFinalizerGoesAsSoonAsAReconcilerRuns() {
        try (World world = new World(lab)) {
            lab.reconciler().kill();
            world.function("f", ", finalizers: [kubeless.io/function]", "");
            world.delete(Kind.FUNCTION, "f");
            assertThat(world.at(Kind.FUNCTION, "f").get()).isNotNull();
            lab.reconciler().start();
            awaitNothing(world);
        }
    }

    @Test
    void aNamespaceFullOfFunctionsIsGoneWithinHalfAMinute() {
        try (World world = new World(lab)) {
            for (int i = 0; i < 10; i++) {
                world.function("f" + i, "");
            }
            lab.awaitRest(world);
            Instant began = Instant.now();
            world.deleteNamespace();
            await("the namespace is gone")
                    .atMost(SOON)
                    .until(() -> lab.client()
                                    .namespaces()
                                    .withName(world.namespace())
                                    .get()
                            == null);
            System.out.printf(
                    "proof: a namespace of 10 functions was gone after %d s%n",
                    Duration.between(began, Instant.now()).toSeconds());
        }
    }

    /** {@code -Ddromedary.cycles} says how often. */
    @Test
    void makingAndDeletingAgainAndAgainLeavesNothing() {
        try (World world = new World(lab)) {
            for (int i = 0; i < CYCLES; i++) {
                world.function("f", ", timeout: '" + (i + 1) + "'");
                if (i % 2 == 0) {
                    await().atMost(SOON)
                            .until(() -> world.at(Kind.DEPLOYMENT, "f").get() != null);
                }
                world.delete(Kind.FUNCTION, "f");
            }
            awaitNothing(world);
            System.out.printf("proof: %d functions made and deleted, nothing left%n", CYCLES);
        }
    }

    private void awaitNothing(World world) {
        await("nothing is left").during(Duration.ofSeconds(1)).atMost(SOON).untilAsserted(() -> assertThat(
                        lab.inventory().all(world.namespace()))
                .isEmpty());
    }
}
