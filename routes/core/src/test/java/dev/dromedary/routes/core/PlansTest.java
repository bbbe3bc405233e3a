package dev.dromedary.routes.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.Reason;
import dev.dromedary.kube.MemoryResources;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

class PlansTest {

    private final MemoryResources resources = new MemoryResources();
    private final Plans<NamedPlan> plans = new Plans<>(new NamedRoom(), resources.cache(Kind.HTTP_TRIGGER));

    @Test
    void aFunctionKnowsItsTriggersUntilTheyCallAnotherOrAreGone() {
        put("a", 1, "f", "one");
        put("b", 2, "f", "two");
        assertThat(plans.calling(key("f"))).containsExactlyInAnyOrder(key("a"), key("b"));
        put("a", 1, "g", "one");
        assertThat(plans.calling(key("f"))).containsExactly(key("b"));
        assertThat(plans.calling(key("g"))).containsExactly(key("a"));
        resources.remove(Kind.HTTP_TRIGGER, key("b"));
        assertThat(plans.calling(key("f"))).isEmpty();
        assertThat(plans.all()).extracting(NamedPlan::id).containsExactly(id("a"));
    }

    @Test
    void ofThoseThatClaimTheSameTheOldestHasItAndThenTheNext() {
        put("young", 9, "f", "here");
        assertThat(lost("young")).isEmpty();
        put("old", 1, "f", "here");
        assertThat(lost("old")).isEmpty();
        assertThat(lost("young").map(Condition::message).orElse("")).contains("HTTPTrigger ns/old");
        assertThat(plans.rivals(trigger("other", 5, "f", "here"))).containsExactlyInAnyOrder(key("old"), key("young"));
        put("old", 1, "f", "there");
        assertThat(lost("young")).isEmpty();
        put("old", 1, "f", "here");
        resources.remove(Kind.HTTP_TRIGGER, key("old"));
        assertThat(lost("young")).isEmpty();
    }

    @Test
    void ofTwoOfTheSameSecondTheNameDecides() {
        put("b", 1, "f", "here");
        put("a", 1, "f", "here");
        assertThat(lost("a")).isEmpty();
        assertThat(lost("b")).isPresent();
    }

    @Test
    void oneThatCannotBeReadAnyMoreClaimsNothing() {
        put("old", 1, "f", "here");
        put("young", 2, "f", "here");
        put("old", 1, "f", "");
        assertThat(lost("young")).isEmpty();
        assertThat(plans.calling(key("f"))).containsExactly(key("young"));
    }

    @Test
    void oneThatWasMadeAnewIsAsYoungAsItIs() {
        put("again", 1, "f", "here");
        put("other", 2, "f", "here");
        put("again", 3, "f", "here");
        assertThat(lost("other")).isEmpty();
        assertThat(lost("again")).isPresent();
    }

    private Optional<Condition> lost(String name) {
        return plans.all().stream()
                .filter(plan -> plan.id().equals(id(name)))
                .findFirst()
                .flatMap(plans::lost);
    }

    private void put(String name, int created, String function, String claim) {
        resources.put(Kind.HTTP_TRIGGER, trigger(name, created, function, claim));
    }

    private static GenericKubernetesResource trigger(String name, int created, String function, String claim) {
        GenericKubernetesResource trigger = new GenericKubernetesResource();
        trigger.setMetadata(new ObjectMetaBuilder()
                .withNamespace("ns")
                .withName(name)
                .withCreationTimestamp(Instant.ofEpochSecond(created).toString())
                .build());
        trigger.setAdditionalProperty("spec", Map.of("function", function, "claim", claim));
        return trigger;
    }

    private static Key key(String name) {
        return new Key("ns", name);
    }

    private static TriggerId id(String name) {
        return new TriggerId(Kind.HTTP_TRIGGER, key(name));
    }

    private record NamedPlan(TriggerId id, Key function, Instant created, String address) implements RoutePlan {

        @Override
        public Object source() {
            return address;
        }
    }

    /** Reads what {@link #trigger} writes; no claim is a mistake. */
    private static final class NamedRoom implements Room<NamedPlan> {

        @Override
        public Kind kind() {
            return Kind.HTTP_TRIGGER;
        }

        @Override
        public Reading<NamedPlan> read(GenericKubernetesResource trigger) {
            String claim = trigger.<String>get("spec", "claim");
            Instant created = Instant.parse(trigger.getMetadata().getCreationTimestamp());
            NamedPlan plan = new NamedPlan(
                    new TriggerId(kind(), Key.of(trigger)),
                    new Key("ns", trigger.<String>get("spec", "function")),
                    created,
                    claim);
            return claim.isEmpty()
                    ? new Reading<>(
                            Optional.empty(),
                            List.of(new Problem("spec.claim", Reason.InvalidSpec, "is missing")),
                            List.of())
                    : new Reading<>(Optional.of(plan), List.of(), List.of());
        }

        @Override
        public Optional<Object> claim(NamedPlan plan) {
            return Optional.of(plan.address());
        }

        @Override
        public void build(NamedPlan plan, RouteBuilder routes) {
            throw new UnsupportedOperationException("no routes here");
        }
    }
}
