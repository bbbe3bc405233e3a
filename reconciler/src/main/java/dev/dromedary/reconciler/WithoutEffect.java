package dev.dromedary.reconciler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings that are allowed, and that Kubeless passed over without a word: their paths. */
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
            if (i > 0) {
                paths.add(at);
            } else {
                paths.addAll(fields(written.get(i), at, Set.of("name", "resources")));
            }
        }
        return paths;
    }

    /** Of a Service without ports everything, but what is so anyway. */
    static List<String> ofService(JsonNode service, String path) {
        boolean counts = !service.path("ports").isEmpty();
        return counts || service.equals(JsonNodeFactory.instance.objectNode().put("type", "ClusterIP"))
                ? List.of()
                : fields(service, path, Set.of());
    }

    private static List<String> fields(JsonNode object, String path, Set<String> but) {
        return object.properties().stream()
                .map(Map.Entry::getKey)
                .filter(field -> !but.contains(field))
                .map(field -> path + "." + field)
                .toList();
    }
}
