package dev.dromedary.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever a user sets in a Function changes what is made of it, or is spoken of in its status, or is refused; and taken back
 * it leaves nothing. {@code -Ddromedary.mutations} says how many, {@code -Ddromedary.seed} draws the same again.
 */
@Tag("prove")
class MutationIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MUTATIONS = Integer.parseInt(System.getProperty("dromedary.mutations", "40"));

    private final Lab lab = Lab.shared();
    private final List<String> ignored = new ArrayList<>();
    private int refused;

    @Test
    void nothingIsIgnoredInSilenceAndTakenBackItIsGone() {
        lab.ready();
        long seed = Draw.seed();
        Random random = new Random(seed);
        List<Leaf> leaves = Leaves.of(schema(), random);
        Collections.shuffle(leaves, random);
        System.out.printf(
                "faults: dromedary.seed=%d dromedary.mutations=%d of %d leaves%n", seed, MUTATIONS, leaves.size());
        int starts = lab.reconciler().starts();
        try (World world = new World(lab)) {
            world.apply(function(null));
            lab.awaitRest(world);
            Map<String, String> before = told(world);
            for (int i = 0; i < MUTATIONS; i++) {
                mutate(world, leaves.get(i % leaves.size()), before);
            }
        }
        System.out.printf(
                "proof: %d mutations of a Function, %d refused, %d ignored%n", MUTATIONS, refused, ignored.size());
        assertThat(ignored)
                .as("properties without effect of which nothing is said")
                .isEmpty();
        assertThat(lab.reconciler().starts()).as("starts of the reconciler").isEqualTo(starts);
        assertThat(lab.reconciler().stackTraces()).isEmpty();
    }

    private void mutate(World world, Leaf leaf, Map<String, String> before) {
        try {
            world.apply(function(leaf));
        } catch (KubernetesClientException e) {
            refused++;
            return;
        }
        awaitTold(world, leaf);
        if (told(world).equals(before)) {
            ignored.add(leaf.toString());
        }
        world.apply(function(null));
        await("taken back: " + leaf)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(told(world)).isEqualTo(before));
    }

    /** Until the status is about the spec with the leaf in it. */
    private void awaitTold(World world, Leaf leaf) {
        await("a status about " + leaf)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> lab.inventory().ours(world.namespace()).stream().allMatch(Lab::isCurrent));
    }

    /** What was made, and the status; not what the user wrote. */
    private Map<String, String> told(World world) {
        State state = State.of(world.namespace(), lab.inventory().ours(world.namespace()));
        Map<String, String> told = new TreeMap<>(state.objects());
        told.computeIfPresent("Function/f", (name, json) -> {
            JsonNode function = Serialization.unmarshal(json, JsonNode.class);
            return function.path("status").toString();
        });
        return told;
    }

    private static String function(Leaf leaf) {
        ObjectNode function = (ObjectNode) Serialization.unmarshal(
                """
                {"apiVersion": "kubeless.io/v1beta1", "kind": "Function", "metadata": {"name": "f"},
                 "spec": {"handler": "a.b", "runtime": "python3.11", "function": "x = 1"}}
                """,
                JsonNode.class);
        if (leaf != null) {
            ((ObjectNode) function.path("spec")).setAll(leaf.spec());
        }
        return function.toString();
    }

    private JsonNode schema() {
        String crd = lab.client().raw("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/functions.kubeless.io");
        return Serialization.unmarshal(crd, JsonNode.class)
                .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    }
}
