package dev.dromedary.faults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Which plans are tried: all, or a sample that its seed gives again. */
final class Draw {

    private static final int SAMPLE = 12;

    private final Lab lab;
    private final String wanted = setting("dromedary.plans", String.valueOf(SAMPLE));
    private final long seed = seed();
    private final String only = setting("dromedary.scenario", "");
    private final String fault = setting("dromedary.fault", "");
    private final Map<Scenario, Reference> references = new HashMap<>();

    /** A plan and how to try it. */
    record Drawn(Plan plan, Lab lab, Reference reference) {
        void run() {
            long began = System.nanoTime();
            List<String> faults = new Trial(lab, plan, reference).run();
            System.out.printf("faults: %s -> %s, %.1f s%n", plan, faults, (System.nanoTime() - began) / 1e9);
        }
    }

    Draw(Lab lab) {
        this.lab = lab;
    }

    /** What was asked for, or any. */
    static long seed() {
        return Long.parseLong(setting("dromedary.seed", String.valueOf(System.nanoTime())));
    }

    private static String setting(String name, String otherwise) {
        String value = System.getProperty(name, "");
        return value.isBlank() ? otherwise : value;
    }

    /** Made one after the other, each when it is its turn: a scenario's own run comes before its first plan. */
    Stream<Drawn> plans() {
        System.out.printf("faults: dromedary.seed=%d dromedary.plans=%s%n", seed, wanted);
        List<Scenario> scenarios = Scenarios.ALL.stream()
                .filter(scenario -> scenario.name().contains(only))
                .toList();
        if (wanted.equals("all")) {
            return scenarios.stream()
                    .flatMap(scenario -> Plans.of(scenario, reference(scenario)).stream())
                    .filter(plan -> plan.fault().contains(fault))
                    .map(this::drawn);
        }
        Random random = new Random(seed);
        return Stream.generate(() -> scenarios.get(random.nextInt(scenarios.size())))
                .map(scenario -> any(scenario, random))
                .limit(Integer.parseInt(wanted));
    }

    /** In the sample, none that waits for the census: they run one by one in {@code SilenceIT}. */
    private Drawn any(Scenario scenario, Random random) {
        List<Plan> plans = Plans.of(scenario, reference(scenario)).stream()
                .filter(plan -> !plan.isSlow())
                .filter(plan -> plan.fault().contains(fault))
                .toList();
        if (plans.isEmpty()) {
            throw new IllegalStateException("In the scenario '" + scenario + "' nothing was heard or written");
        }
        return drawn(plans.get(random.nextInt(plans.size())));
    }

    private Drawn drawn(Plan plan) {
        return new Drawn(plan, lab, reference(plan.scenario()));
    }

    private Reference reference(Scenario scenario) {
        return references.computeIfAbsent(scenario, first -> Reference.of(first, lab));
    }
}
