package dev.dromedary.reconciler.escapes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What comes of a Function where nobody looks at what its author wrote: Kubeless' way, over our pod, so that what is wrong
 * with the result is the author's alone.
 *
 * @param function as written
 * @param deployment ours, with the author's merged over it
 * @param service ours, with the author's merged over it
 */
record KubelessPod(JsonNode function, JsonNode deployment, JsonNode service) {

    /**
     * Merges.
     *
     * @param good the Deployment of a Function without settings
     * @param address its Service
     */
    static KubelessPod of(JsonNode function, JsonNode good, JsonNode address) {
        JsonNode deployment = merge(good, function.path("spec").path("deployment"), "");
        copy(function, deployment.at("/spec/template/metadata"), "labels");
        copy(function, deployment.at("/spec/template/metadata"), "annotations");
        ObjectNode service = address.deepCopy();
        service.set("spec", merge(address.path("spec"), function.path("spec").path("service"), ""));
        return new KubelessPod(function, deployment, service);
    }

    /** The pod that would be made. */
    ObjectNode pod(String name) {
        ObjectNode pod = deployment.at("/spec/template").deepCopy();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        pod.withObject("/metadata").put("name", name);
        return pod;
    }

    private static void copy(JsonNode function, JsonNode metadata, String map) {
        if (function.at("/metadata/" + map) instanceof ObjectNode written) {
            ((ObjectNode) metadata).withObject("/" + map).setAll(written);
        }
    }

    /** The author's counts, and a null or an empty object of his too; containers are merged by their place. */
    private static JsonNode merge(JsonNode ours, JsonNode users, String field) {
        if (users.isMissingNode()) {
            return ours.deepCopy();
        }
        if (ours instanceof ObjectNode object && users.isObject() && !users.isEmpty()) {
            ObjectNode merged = object.deepCopy();
            users.properties()
                    .forEach(entry -> merged.set(
                            entry.getKey(), merge(object.path(entry.getKey()), entry.getValue(), entry.getKey())));
            return merged;
        }
        if (ours instanceof ArrayNode list && users.isArray()) {
            return switch (field) {
                case "containers" -> containers(list, users);
                case "initContainers", "volumes", "volumeMounts" -> more(list, users, field);
                default -> users;
            };
        }
        return users;
    }

    /** Each side car gets a security context of ours below his, for it is his additions that are looked at. */
    private static JsonNode containers(ArrayNode ours, JsonNode users) {
        ArrayNode all = ours.deepCopy();
        for (int i = 0; i < users.size(); i++) {
            if (i == 0) {
                boolean nothing = users.get(0).isNull() || users.get(0).isEmpty();
                all.set(0, nothing ? ours.get(0) : container(ours.get(0), users.get(0)));
            } else {
                all.add(container(skeleton(ours.get(0)), users.get(i)));
            }
        }
        return all;
    }

    private static JsonNode more(ArrayNode ours, JsonNode users, String field) {
        ArrayNode all = ours.deepCopy();
        users.forEach(item -> {
            boolean init = field.equals("initContainers");
            all.add(init ? container(skeleton(ours.get(0)), item) : item);
        });
        return all;
    }

    /** Kubernetes refuses a privileged container that may not escalate, and Kubeless said nothing of that. */
    private static JsonNode container(JsonNode ours, JsonNode users) {
        JsonNode merged = merge(ours, users, "");
        if (merged.at("/securityContext/privileged").asBoolean(false)) {
            ((ObjectNode) merged.path("securityContext")).remove("allowPrivilegeEscalation");
        }
        return merged;
    }

    private static JsonNode skeleton(JsonNode container) {
        ObjectNode skeleton = JsonNodeFactory.instance.objectNode();
        skeleton.put("image", "example/any");
        skeleton.set("securityContext", container.path("securityContext"));
        return skeleton;
    }
}
