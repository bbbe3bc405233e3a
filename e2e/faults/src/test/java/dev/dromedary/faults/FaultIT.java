package dev.dromedary.faults;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever goes wrong in a scenario, it ends as it does without faults. A sample of all plans: {@code -Ddromedary.seed}
 * draws the same again, {@code -Ddromedary.plans} says how many, or {@code all}.
 */
class FaultIT {

    private final Lab lab = Lab.shared();

    @TestFactory
    Stream<DynamicTest> everyPlanEndsLikeTheRunWithoutFaults() {
        return new Draw(lab)
                .plans()
                .map(drawn -> DynamicTest.dynamicTest(drawn.plan().toString(), drawn::run));
    }
}
