package dev.dromedary.reconciler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.dromedary.reconciler.policy.FieldRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Settings that are allowed, and have no effect where something else is missing; Kubeless passed over them without a word. Each
 * is a path, with a remedy in brackets where that is more than to remove it.
 */
final class WithoutEffect {

    private WithoutEffect() {}

    /** Of an init container without an image all but the resources of the first: those our own init containers get. */
    static List<String> ofInitContainers(JsonNode deployment, String path) {
        List<String> paths = new ArrayList<>();
        JsonNode written = deployment.at("/spec/template/spec/initContainers");
        for (int i = 0; i < written.size(); i++) {
            String at = path + ".spec.template.spec.initContainers[" + i + "]";
            if (!written.get(i).path("image").asText().isEmpty()) {
                continue;
            }
            if (i > 0 || !says(written.get(i).path("resources"))) {
                paths.add(at + " (it needs an image)");
            } else {
                fields(written.get(i), at, Set.of("name", "resources"))
                        .forEach(field -> paths.add(field + " (it needs an image)"));
            }
        }
        return paths;
    }

    /** Of a Service without ports everything, but what is so anyway; else what Kubernetes itself drops. */
    static List<String> ofService(JsonNode service, String path) {
        if (!service.path("ports").isEmpty()) {
            boolean dropped = service.has("sessionAffinityConfig")
                    && !service.path("sessionAffinity").asText().equals("ClientIP");
            return dropped ? List.of(path + ".sessionAffinityConfig (it needs sessionAffinity: ClientIP)") : List.of();
        }
        return service.equals(JsonNodeFactory.instance.objectNode().put("type", "ClusterIP"))
                ? List.of()
                : fields(service, path, Set.of())
                        .map(field -> field + " (it needs ports)")
                        .toList();
    }

    /** Of an autoscaler without the names that make it one everything that says something. */
    static List<String> ofAutoscaler(JsonNode autoscaler, String path) {
        boolean says = says(autoscaler.path("metadata")) || says(autoscaler.path("spec"));
        List<String> missing = Stream.of("metadata.name", "spec.scaleTargetRef.name")
                .filter(name -> !says(autoscaler.at("/" + name.replace('.', '/'))))
                .toList();
        return says && !missing.isEmpty()
                ? List.of(path + " (it lacks " + String.join(" and ", missing) + ")")
                : List.of();
    }

    /** Of a Deployment's {@code replicas} beside an autoscaler: that alone says how many pods there are. */
    static List<String> ofReplicas(JsonNode deployment, String path) {
        return deployment != null && deployment.at("/spec/replicas").isNumber()
                ? List.of(path + ".spec.replicas (the autoscaler says how many pods there are)")
                : List.of();
    }

    private static Stream<String> fields(JsonNode object, String path, Set<String> but) {
        return object.properties().stream()
                .map(Map.Entry::getKey)
                .filter(field -> !but.contains(field))
                .map(field -> path + "." + field);
    }

    /** Whether there is a value in a tree that is not written for nothing. */
    private static boolean says(JsonNode tree) {
        return tree.isContainerNode()
                ? StreamSupport.stream(tree.spliterator(), false).anyMatch(WithoutEffect::says)
                : !FieldRules.isNothing(tree);
    }
}
