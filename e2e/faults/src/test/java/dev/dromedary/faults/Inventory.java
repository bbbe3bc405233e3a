package dev.dromedary.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The objects of a namespace, as the API server itself says, past the proxy. */
final class Inventory {

    /** Written for people; a pass that is repeated may say a thing twice. */
    private static final String EVENTS = "events";

    /** The kinds that a Function becomes. */
    private static final List<String> OURS = List.of(
            "/apis/kubeless.io/v1beta1/namespaces/%s/functions",
            "/api/v1/namespaces/%s/configmaps",
            "/api/v1/namespaces/%s/services",
            "/apis/apps/v1/namespaces/%s/deployments",
            "/apis/autoscaling/v2/namespaces/%s/horizontalpodautoscalers");

    private final KubernetesClient client;
    private final List<String> all = new ArrayList<>(OURS);

    Inventory(KubernetesClient client) {
        this.client = client;
        discover("/api/v1");
        json("/apis")
                .path("groups")
                .forEach(group -> discover(
                        "/apis/" + group.at("/preferredVersion/groupVersion").asText()));
    }

    private void discover(String version) {
        for (JsonNode resource : json(version).path("resources")) {
            String name = resource.path("name").asText();
            String path = version + "/namespaces/%s/" + name;
            boolean listed = resource.path("verbs").toString().contains("\"list\"");
            if (resource.path("namespaced").asBoolean() && listed && !name.equals(EVENTS) && !all.contains(path)) {
                all.add(path);
            }
        }
    }

    private JsonNode json(String path) {
        String answer = client.raw(path);
        if (answer == null) {
            throw new IllegalStateException("The API server has no " + path);
        }
        return Serialization.unmarshal(answer, JsonNode.class);
    }

    /** What a Function becomes, and the Function: cheap enough to be asked often. */
    List<JsonNode> ours(String namespace) {
        return in(namespace, OURS);
    }

    /** Everything. */
    List<JsonNode> all(String namespace) {
        return in(namespace, all);
    }

    private List<JsonNode> in(String namespace, List<String> paths) {
        List<JsonNode> objects = new ArrayList<>();
        for (String path : paths) {
            JsonNode list = json(path.formatted(namespace));
            String kind = list.path("kind").asText().replaceFirst("List$", "");
            for (JsonNode item : list.path("items")) {
                objects.add(((ObjectNode) item).put("kind", kind));
            }
        }
        return objects;
    }

    /** {@code Kind/name} to uid. */
    static Map<String, String> uids(List<JsonNode> objects) {
        Map<String, String> uids = new TreeMap<>();
        objects.forEach(object ->
                uids.put(State.name(object), object.at("/metadata/uid").asText()));
        return uids;
    }
}
