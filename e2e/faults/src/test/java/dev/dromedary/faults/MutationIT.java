package dev.dromedary.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Whatever a user sets in a Function changes what is made of it, or is named in its status, or is refused; and taken back it
 * leaves nothing. A sample of all properties: {@code -Ddromedary.seed} draws the same again, {@code -Ddromedary.mutations} says
 * how many; with more of them than there are, each comes again with another value.
 */
class MutationIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MUTATIONS = Integer.parseInt(System.getProperty("dromedary.mutations", "40"));

    private final Lab lab = Lab.shared();
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final List<String> ignored = new ArrayList<>();

    /**
     * Where a ground's mutations are tried.
     *
     * @param before what is told of the ground itself
     */
    private record Stage(World world, Map<String, String> before) {}

    @Test
    void nothingIsIgnoredInSilenceAndTakenBackItIsGone() {
        lab.ready();
        long seed = Draw.seed();
        JsonNode schema = schema();
        Words words = Words.of(lab.client());
        System.out.printf(
                "faults: dromedary.seed=%d dromedary.mutations=%d of %d properties%n",
                seed, MUTATIONS, Leaves.of(schema, words, new Random(seed)).size());
        int starts = lab.reconciler().starts();
        int said = lab.reconciler().log().length();
        try (World bare = new World(lab);
                World full = new World(lab)) {
            Map<Ground, Stage> stages =
                    Map.of(Ground.BARE, stage(bare, Ground.BARE), Ground.FULL, stage(full, Ground.FULL));
            Mutation.drawn(schema, words, new Random(seed))
                    .limit(MUTATIONS)
                    .forEach(mutation -> mutate(stages.get(mutation.ground()), mutation));
        }
        System.out.printf("proof: %d mutations of a Function: %s%n", MUTATIONS, outcomes);
        assertThat(ignored)
                .as("properties without effect of which nothing is said")
                .isEmpty();
        assertThat(lab.reconciler().starts()).as("starts of the reconciler").isEqualTo(starts);
        assertThat(lab.reconciler().log().substring(said))
                .matches(log -> !Reconciler.hasStackTrace(log), "has no stack trace");
    }

    private Stage stage(World world, Ground ground) {
        world.apply(function(ground.spec()));
        lab.awaitRest(world);
        Map<String, String> told = told(world);
        assertThat(told.get(Outcome.FUNCTION))
                .as("the status of the ground " + ground)
                .contains("\"AllFields\"", "\"Ready\"")
                .doesNotContain("\"False\"");
        return new Stage(world, told);
    }

    private void mutate(Stage stage, Mutation mutation) {
        Outcome outcome = tried(stage, mutation);
        System.out.printf("faults: %s -> %s%n", mutation, outcome);
        outcomes.merge(outcome, 1, Integer::sum);
        if (outcome == Outcome.IGNORED) {
            ignored.add(mutation.toString());
        }
        stage.world().apply(function(mutation.ground().spec()));
        await("taken back: " + mutation)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(new State(stage.before()).differences(new State(told(stage.world()))))
                        .isEmpty());
    }

    private Outcome tried(Stage stage, Mutation mutation) {
        try {
            stage.world().apply(function(mutation.ground().with(mutation.leaf())));
        } catch (KubernetesClientException e) {
            return Outcome.REFUSED;
        }
        awaitTold(stage.world(), mutation);
        return Outcome.of(mutation.leaf(), stage.before(), told(stage.world()));
    }

    /** Until the status is about the spec with the property in it, and no pods are on their way. */
    private void awaitTold(World world, Mutation mutation) {
        await("a status about " + mutation)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> lab.inventory().ours(world.namespace()).stream().allMatch(Lab::isCurrent)
                        && !told(world).get(Outcome.FUNCTION).contains("\"Progressing\""));
    }

    /** What was made, and the status; not what the user wrote. */
    private Map<String, String> told(World world) {
        State state = State.of(world.namespace(), lab.inventory().ours(world.namespace()));
        Map<String, String> told = new TreeMap<>(state.objects());
        told.computeIfPresent(Outcome.FUNCTION, (name, json) -> Serialization.unmarshal(json, JsonNode.class)
                .path("status")
                .toString());
        return told;
    }

    private static String function(ObjectNode spec) {
        ObjectNode function = JsonNodeFactory.instance.objectNode();
        function.put("apiVersion", "kubeless.io/v1beta1").put("kind", "Function");
        function.putObject("metadata").put("name", "f");
        return function.set("spec", spec).toString();
    }

    private JsonNode schema() {
        String crd = lab.client().raw("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/functions.kubeless.io");
        return Serialization.unmarshal(crd, JsonNode.class)
                .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    }
}
