package dev.dromedary.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A thousand broken Functions, and good ones beside them. */
@Tag("prove")
class BystanderIT {

    private static final int BROKEN = 1000;
    private static final int GOOD = 60;
    private static final double AT_MOST = 1.2;

    /** Each in its own way: no such runtime, no such port, a type that does not fit, a limit that is no number. */
    private static final List<String> WAYS = List.of(
            ", runtime: cobol1",
            ", service: {ports: [{name: p, port: 0}]}",
            ", deployment: {spec: {replicas: many}}",
            ", horizontalPodAutoscaler: {metadata: {name: f}, spec: {scaleTargetRef: {name: f}, maxReplicas: many}}");

    private final Lab lab = Lab.shared();

    /** Before, meanwhile and after, in one run: the slower of before and after is what meanwhile is held against. */
    @Test
    void goodFunctionsAreMadeAsFastAsWithoutThem() {
        lab.ready();
        double before = median(measure());
        List<Double> meanwhile;
        try (World world = new World(lab)) {
            for (int i = 0; i < BROKEN; i++) {
                world.function("broken" + i, WAYS.get(i % WAYS.size()));
            }
            lab.reconciler().kill();
            lab.reconciler().start();
            lab.awaitRest(world);
            meanwhile = measure();
        }
        double after = median(measure());
        System.out.printf(
                "proof: a Function to its Deployment, median: %.0f ms before, %.0f ms beside %d broken ones, %.0f ms after%n",
                before, median(meanwhile), BROKEN, after);
        assertThat(median(meanwhile)).isLessThanOrEqualTo(AT_MOST * Math.max(before, after));
        assertThat(lab.reconciler().runs()).isTrue();
    }

    /** Milliseconds from the Function to its Deployment, each time. */
    private List<Double> measure() {
        List<Double> times = new ArrayList<>();
        try (World world = new World(lab)) {
            for (int i = 0; i < GOOD; i++) {
                String name = "good" + i;
                long began = System.nanoTime();
                world.function(name, "");
                await().atMost(Duration.ofSeconds(30))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> world.at(Kind.DEPLOYMENT, name).get() != null);
                times.add((System.nanoTime() - began) / 1e6);
            }
        }
        return times;
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
