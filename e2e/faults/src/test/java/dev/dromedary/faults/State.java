package dev.dromedary.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects of a namespace in a form in which two runs can be compared: {@code Kind/name} to JSON. What differs between
 * any two runs is left out or said in words:
 *
 * <ul>
 *   <li>{@code resourceVersion}, {@code uid}, times and {@code managedFields} are given by the API server and the clock;
 *   <li>{@code generation}: a retry after a stale read may write once more; whether a status is about the present one is
 *       kept, as {@code current} or {@code behind};
 *   <li>an owner's {@code uid} becomes the owner's name, or {@code nobody}: an orphan shows;
 *   <li>addresses and node ports of a Service are drawn by lot;
 *   <li>{@code dromedary.dev/applied} is a hash over the uid of the owner among others.
 * </ul>
 */
record State(Map<String, String> objects) {

    private static final String NOBODY = "nobody";
    private static final List<String> GIVEN =
            List.of("resourceVersion", "uid", "creationTimestamp", "managedFields", "generation");
    private static final List<String> DRAWN = List.of("clusterIP", "clusterIPs", "nodePort", "healthCheckNodePort");

    /** Out of the objects as they were read, of which each says its kind. */
    static State of(String namespace, List<JsonNode> objects) {
        Map<String, String> owners = new TreeMap<>();
        objects.forEach(object -> owners.put(text(object, "/metadata/uid"), name(object)));
        Map<String, String> state = new TreeMap<>();
        for (JsonNode object : objects) {
            ObjectNode copy = object.deepCopy();
            strip(copy, owners);
            state.put(name(object), sorted(copy).toString().replace(namespace, "NAMESPACE"));
        }
        return new State(state);
    }

    /** Whether there is an object whose owner is gone: the garbage collector is yet to come. */
    boolean hasOrphans() {
        return objects.values().stream().anyMatch(json -> json.contains("\"uid\":\"" + NOBODY + "\""));
    }

    static String name(JsonNode object) {
        return text(object, "/kind") + "/" + text(object, "/metadata/name");
    }

    private static String text(JsonNode object, String pointer) {
        return object.at(pointer).asText();
    }

    private static void strip(ObjectNode object, Map<String, String> owners) {
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        long generation = metadata.path("generation").asLong();
        object.path("metadata").path("ownerReferences").forEach(reference -> {
            ObjectNode owner = (ObjectNode) reference;
            owner.put("uid", owners.getOrDefault(owner.path("uid").asText(), NOBODY));
        });
        metadata.remove(GIVEN);
        if (metadata.path("annotations") instanceof ObjectNode annotations) {
            annotations.remove("dromedary.dev/applied");
        }
        object.findParents("observedGeneration").forEach(parent -> {
            boolean current = parent.path("observedGeneration").asLong() == generation;
            ((ObjectNode) parent).put("observedGeneration", current ? "current" : "behind");
        });
        object.findParents("lastTransitionTime").forEach(parent -> ((ObjectNode) parent).remove("lastTransitionTime"));
        DRAWN.forEach(field -> object.findParents(field).forEach(parent -> draw((ObjectNode) parent, field)));
    }

    private static void draw(ObjectNode parent, String field) {
        boolean headless = parent.path(field).toString().contains("None");
        parent.put(field, headless ? "None" : "drawn");
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(item -> copy.add(sorted(item)));
            return copy;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            fields(object).forEach((name, value) -> copy.set(name, sorted(value)));
            return copy;
        }
        return node;
    }

    private static Map<String, JsonNode> fields(ObjectNode object) {
        Map<String, JsonNode> fields = new TreeMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    /** The objects in which two states differ, both sides of each; empty: they are the same. */
    List<String> differences(State other) {
        List<String> differences = new ArrayList<>();
        objects.forEach((name, json) -> {
            String there = other.objects.getOrDefault(name, "is not there");
            if (!json.equals(there)) {
                differences.add(name + "\n      " + json + "\n  not " + there);
            }
        });
        other.objects.keySet().stream()
                .filter(name -> !objects.containsKey(name))
                .forEach(name -> differences.add(name + " should not be there"));
        return differences;
    }
}
