package dev.dromedary.reconciler.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.dromedary.kube.Hash;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How two lists of one field become one.
 *
 * @param united whether they are united at all; else the function's list stands as it is
 * @param key the fields that tell items apart, some with what Kubernetes takes where nothing is written
 *     ({@code protocol=TCP}); none: the whole item
 * @param filled whether an item of both is filled from the template's; else the function's stands as it is
 * @param firstIsOwn whether the first items belong together, whatever either calls them: the function's own container
 */
record NamedList(boolean united, List<String> key, boolean filled, boolean firstIsOwn) {

    private static final NamedList ATOMIC = new NamedList(false, List.of(), false, false);
    private static final NamedList SET = new NamedList(true, List.of(), false, false);

    private static final Map<String, NamedList> BY_FIELD = Map.ofEntries(
            Map.entry("containers", new NamedList(true, List.of("name"), true, true)),
            Map.entry("initContainers", new NamedList(true, List.of("name"), true, false)),
            Map.entry("volumes", by("name")),
            Map.entry("imagePullSecrets", by("name")),
            Map.entry("resourceClaims", by("name")),
            Map.entry("tolerations", by("key", "operator=Equal", "value", "effect")),
            Map.entry("topologySpreadConstraints", by("topologyKey", "whenUnsatisfiable")),
            Map.entry("hostAliases", by("ip")),
            Map.entry("readinessGates", by("conditionType")),
            Map.entry("env", by("name")),
            Map.entry("envFrom", SET),
            Map.entry("ports", by("containerPort", "protocol=TCP")),
            Map.entry("volumeMounts", by("mountPath")),
            Map.entry("volumeDevices", by("devicePath")),
            Map.entry("preferredDuringSchedulingIgnoredDuringExecution", SET),
            // Of pod affinity, whose terms all hold; that of nodes is an object, and its terms are alternatives.
            Map.entry("requiredDuringSchedulingIgnoredDuringExecution", SET));

    /** The rule for a field; a list that is not known, such as {@code args}, is never mixed. */
    static NamedList of(String field) {
        return BY_FIELD.getOrDefault(field, ATOMIC);
    }

    /** One list: the function's items first, then those of the template that it has not. */
    ArrayNode unite(JsonNode function, JsonNode template) {
        if (!united) {
            return (ArrayNode) (function.isEmpty() && template.isArray() ? template : function);
        }
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        boolean first = firstIsOwn && (function.has(0) || template.has(0));
        Set<String> seen = new HashSet<>();
        if (first) {
            merged.add(fill(function.path(0), template.path(0)));
        }
        for (JsonNode item : from(function, first)) {
            merged.add(fill(item, same(item, from(template, first))));
            seen.add(identity(item));
        }
        for (JsonNode item : from(template, first)) {
            if (seen.add(identity(item))) {
                merged.add(fill(MissingNode.getInstance(), item));
            }
        }
        return merged;
    }

    private JsonNode fill(JsonNode item, JsonNode template) {
        JsonNode with = filled || item.isMissingNode() ? template : MissingNode.getInstance();
        return DeploymentTemplate.merge(item, with, "");
    }

    private JsonNode same(JsonNode item, List<JsonNode> items) {
        return items.stream()
                .filter(other -> identity(other).equals(identity(item)))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static List<JsonNode> from(JsonNode list, boolean second) {
        List<JsonNode> items = new ArrayList<>();
        list.forEach(items::add);
        return second && !items.isEmpty() ? items.subList(1, items.size()) : items;
    }

    private String identity(JsonNode item) {
        if (key.isEmpty()) {
            return Hash.of(item);
        }
        return key.stream()
                .map(part -> part.split("=", 2))
                .map(part -> value(item, part[0], part.length == 1 ? "" : part[1]))
                .toList()
                .toString();
    }

    private static String value(JsonNode item, String field, String standard) {
        String value = item.path(field).asText("");
        return value.isEmpty() || item.path(field).isNull() ? standard : value;
    }

    private static NamedList by(String... key) {
        return new NamedList(true, List.of(key), false, false);
    }
}
