package dev.dromedary.reconciler.desired;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every merge. */
class DeploymentTemplatePropertiesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> KEYS =
            Map.of("env", "name", "volumeMounts", "mountPath", "volumes", "name", "imagePullSecrets", "name");

    @Property
    void mergingOnceMoreChangesNothing(
            @ForAll("deployments") JsonNode function, @ForAll("deployments") JsonNode template) {
        JsonNode once = DeploymentTemplate.merge(function, template);
        assertThat(DeploymentTemplate.merge(once, template)).isEqualTo(once);
    }

    @Property
    void whatItIsMergedFromStaysAsItIs(
            @ForAll("deployments") JsonNode function, @ForAll("deployments") JsonNode template) {
        JsonNode functionBefore = function.deepCopy();
        JsonNode templateBefore = template.deepCopy();
        scribble(DeploymentTemplate.merge(function, template));
        assertThat(function).isEqualTo(functionBefore);
        assertThat(template).isEqualTo(templateBefore);
    }

    @Property
    void nothingIsLostOfTheFunction(
            @ForAll("deployments") JsonNode function, @ForAll("deployments") JsonNode template) {
        assertHolds(DeploymentTemplate.merge(function, template), function);
    }

    @Property
    void withoutATemplateNothingHappens(@ForAll("deployments") JsonNode function) {
        assertThat(DeploymentTemplate.merge(function, JsonNodeFactory.instance.objectNode()))
                .isEqualTo(function);
        assertThat(DeploymentTemplate.merge(function, null)).isEqualTo(function);
    }

    @Property
    void noNameStandsTwiceWhereTheFunctionHasItOnce(
            @ForAll("deployments") JsonNode function, @ForAll("deployments") JsonNode template) {
        JsonNode pod = DeploymentTemplate.merge(function, template).at("/spec/template/spec");
        JsonNode own = function.at("/spec/template/spec");
        assertNoNameTwice(pod, own);
        for (int i = 0; i < own.path("containers").size(); i++) {
            assertNoNameTwice(
                    pod.path("containers").path(i), own.path("containers").path(i));
        }
    }

    @Provide
    Arbitrary<JsonNode> deployments() {
        Arbitrary<Map<String, Object>> container = Combinators.combine(
                        Arbitraries.of("", "f", "g", "h"),
                        items("name", "value"),
                        items("mountPath", "name"),
                        Arbitraries.of(
                                Map.of(),
                                Map.of("limits", Map.of("cpu", "100m")),
                                Map.of("requests", Map.of("cpu", "1"))),
                        Arbitraries.of(List.of(), List.of("a"), List.of("a", "b")))
                .as((name, env, mounts, resources, args) ->
                        Map.of("name", name, "env", env, "volumeMounts", mounts, "resources", resources, "args", args));
        Arbitrary<Map<String, Object>> pod = Combinators.combine(
                        container.list().ofMaxSize(3),
                        items("name", "size"),
                        items("name", "kind"),
                        Arbitraries.of(Map.of(), Map.of("runAsUser", 7), Map.of("runAsUser", 0, "fsGroup", 5)),
                        Arbitraries.of(true, false))
                .as((containers, volumes, secrets, security, host) -> Map.of(
                        "containers", containers,
                        "volumes", volumes,
                        "imagePullSecrets", secrets,
                        "securityContext", security,
                        "hostNetwork", host));
        return Combinators.combine(pod, Arbitraries.integers().between(0, 3), Arbitraries.of("", "x"))
                .as((spec, replicas, label) -> JSON.valueToTree(Map.of(
                        "metadata", Map.of("labels", Map.of("l", label)),
                        "spec", Map.of("replicas", replicas, "template", Map.of("spec", spec)))));
    }

    private static Arbitrary<List<Map<String, String>>> items(String key, String value) {
        return Combinators.combine(Arbitraries.of("a", "b", "c"), Arbitraries.of("", "1", "2"))
                .as((name, with) -> Map.of(key, name, value, with))
                .list()
                .ofMaxSize(3);
    }

    /** Every value that says something is still there; lists may have more behind. */
    private static void assertHolds(JsonNode merged, JsonNode function) {
        if (function.isObject()) {
            function.properties().forEach(field -> assertHolds(merged.path(field.getKey()), field.getValue()));
        } else if (function.isArray()) {
            assertThat(merged.size()).isGreaterThanOrEqualTo(function.size());
            for (int i = 0; i < function.size(); i++) {
                assertHolds(merged.path(i), function.path(i));
            }
        } else if (!function.asText().isEmpty()) {
            assertThat(merged).isEqualTo(function);
        }
    }

    private static void assertNoNameTwice(JsonNode merged, JsonNode own) {
        KEYS.forEach((list, key) -> {
            List<String> names = names(own.path(list), key);
            if (names.size() == Set.copyOf(names).size()) {
                List<String> after = names(merged.path(list), key);
                assertThat(after).as(list).hasSize(new HashSet<>(after).size());
            }
        });
    }

    private static List<String> names(JsonNode list, String key) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.path(key).asText())
                .toList();
    }

    private static void scribble(JsonNode tree) {
        tree.forEach(DeploymentTemplatePropertiesTest::scribble);
        if (tree instanceof com.fasterxml.jackson.databind.node.ObjectNode object) {
            object.put("scribbled", true);
        } else if (tree instanceof com.fasterxml.jackson.databind.node.ArrayNode list) {
            list.add("scribbled");
        }
    }
}
