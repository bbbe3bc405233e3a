package dev.dromedary.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A scenario without faults: what every run of it must come to.
 *
 * @param states our kinds of objects after the seed and after each step
 * @param end all that is there in the end
 * @param writes how many writes the reconciler made in the steps
 * @param events how many watch events of each kind it heard meanwhile
 * @param deleted what went, if only for a while
 * @param anew what has another uid than before
 */
record Reference(
        List<State> states,
        State end,
        List<String> writes,
        Map<String, Integer> events,
        Set<String> deleted,
        Set<String> anew) {

    static Reference of(Scenario scenario, Lab lab) {
        lab.proxy().disarm();
        try (World world = new World(lab)) {
            world.configure(Lab.PROVISION_IMAGE);
            scenario.seed().in(world);
            List<State> states = new ArrayList<>(List.of(rest(world, lab)));
            List<JsonNode> before = lab.inventory().all(world.namespace());
            try (Witness witness = new Witness(lab.client(), world.namespace())) {
                lab.proxy().arm(Faults.NONE, world.namespace());
                for (Step step : scenario.steps()) {
                    step.in(world);
                    states.add(rest(world, lab));
                }
                List<JsonNode> after = lab.inventory().all(world.namespace());
                return new Reference(
                        states,
                        State.of(world.namespace(), after),
                        writes(lab.proxy().ledger(), world),
                        lab.proxy().ledger().events(),
                        witness.deleted(),
                        anew(before, after));
            }
        }
    }

    private static State rest(World world, Lab lab) {
        lab.awaitRest(world);
        return State.of(world.namespace(), lab.inventory().ours(world.namespace()));
    }

    private static List<String> writes(Ledger ledger, World world) {
        return ledger.writes().stream()
                .map(entry -> entry.call().toString())
                .map(call -> call.replaceAll("/apis?/.*namespaces/" + world.namespace() + "/", ""))
                .toList();
    }

    /** What is there before and after, but was made anew. */
    static Set<String> anew(List<JsonNode> before, List<JsonNode> after) {
        Map<String, String> now = Inventory.uids(after);
        Set<String> anew = new TreeSet<>();
        Inventory.uids(before).forEach((name, uid) -> {
            if (!now.getOrDefault(name, uid).equals(uid)) {
                anew.add(name);
            }
        });
        return anew;
    }
}
