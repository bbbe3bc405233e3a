package dev.dromedary.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** All that can go wrong in a scenario, out of what was counted in its run without faults. */
final class Plans {

    /** The reconciler starts anew, and tries again what failed; on a machine that has other things to do, too. */
    private static final Duration SOON = Duration.ofSeconds(90);

    /** What was missed is found by the census at the latest. */
    private static final Duration CENSUS = Duration.ofMinutes(3);

    private static final Duration A_MOMENT = Duration.ofMillis(400);

    /** Who looks into the past may say once more what was so then, until the present reaches it. */
    private static final Duration PAST_THE_PAST = StaleView.HOW_LONG.plusSeconds(2);

    private static final Duration LATE = Duration.ofSeconds(3);

    /** After these an object may stay unknown; one that is swapped may have none behind it. */
    private static final Set<String> MISSED = Set.of("dropped", "swapped", "silence");

    /** Watches are one to each kind: what is known of one may be older than what is known of another. */
    private static final Map<String, Set<String>> FRESH = fresh();

    private static final Map<String, Fate> FATES = fates();
    private static final Map<String, Turn> TURNS = turns();

    private Plans() {}

    /** Every plan of a scenario. */
    static List<Plan> of(Scenario scenario, Reference reference) {
        List<Plan> plans = new ArrayList<>();
        for (int write = 1; write <= reference.writes().size(); write++) {
            int number = write;
            String at = " at write " + write + ", " + reference.writes().get(write - 1);
            FATES.forEach((words, fate) ->
                    plans.add(new Plan(scenario, words + at, () -> Faults.atWrite(number, fate), SOON, A_MOMENT)));
            FRESH.forEach((words, fresh) -> plans.add(new Plan(
                    scenario, "killed" + at + "; then " + words, () -> stale(number, fresh), SOON, PAST_THE_PAST)));
        }
        reference.events().forEach((kind, events) -> IntStream.rangeClosed(1, events)
                .forEach(event -> TURNS.forEach((words, turn) -> plans.add(new Plan(
                        scenario,
                        words + " at event " + event + " of " + kind,
                        () -> Faults.atEvent(kind, event, turn),
                        MISSED.contains(words) ? CENSUS : SOON,
                        A_MOMENT)))));
        return plans;
    }

    private static Faults stale(int write, Set<String> fresh) {
        return Faults.atWrite(write, new Fate.KillAfter()).and(new StaleView(fresh));
    }

    private static Map<String, Set<String>> fresh() {
        Set<String> made = Set.of("configmaps", "services", "horizontalpodautoscalers", "pods", "jobs");
        Map<String, Set<String>> fresh = new LinkedHashMap<>();
        fresh.put("all lists out of the past", Set.of());
        fresh.put("functions and deployments out of the past", made);
        fresh.put("what was made out of the past", Set.of("functions"));
        return fresh;
    }

    private static Map<String, Fate> fates() {
        Map<String, Fate> fates = new LinkedHashMap<>();
        fates.put("killed before", new Fate.KillBefore());
        fates.put("killed after", new Fate.KillAfter());
        fates.put("answer lost", new Fate.LoseAnswer());
        fates.put("409", new Fate.Refuse(409, "Conflict"));
        fates.put("429", new Fate.Refuse(429, "TooManyRequests"));
        fates.put("500", new Fate.Refuse(500, "InternalError"));
        fates.put("slow", new Fate.Wait(LATE));
        return fates;
    }

    private static Map<String, Turn> turns() {
        Map<String, Turn> turns = new LinkedHashMap<>();
        turns.put("dropped", new Turn.Drop());
        turns.put("repeated", new Turn.Repeat());
        turns.put("swapped", new Turn.Swap());
        turns.put("late", new Turn.Stall(LATE));
        turns.put("stream cut", new Turn.Cut());
        turns.put("410", new Turn.Gone());
        turns.put("silence", new Turn.Silence());
        return turns;
    }
}
