package dev.dromedary.reconciler.escapes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** One attempt of {@code escapes/attempts.yaml}, which says what its fields mean. */
public record Attempt(JsonNode line) {

    private static final Path FILE = Path.of("src/test/resources/escapes/attempts.yaml");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VALUE = "\"<value>\"";
    private static final Map<String, String> PLACES = Map.of(
            "pod", "spec.deployment.spec.template.spec",
            "template", "spec.deployment.spec.template",
            "deployment", "spec.deployment",
            "service", "spec.service",
            "function", "");

    /** All of them. */
    public static List<Attempt> all() {
        try {
            return StreamSupport.stream(YAML.readTree(FILE.toFile()).spliterator(), false)
                    .map(Attempt::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return text("name", "");
    }

    /** Where the value is put, as a path of the Function. */
    public String at() {
        return path(text("at", ""));
    }

    /** What the condition names. */
    public String field() {
        return line.has("field") ? path(text("field", "")) : at();
    }

    public String rejectedBy() {
        return text("rejectedBy", "");
    }

    public String gives() {
        return text("gives", "");
    }

    public boolean isNeutralised() {
        return text("outcome", "refused").equals("neutralised");
    }

    public boolean namesField() {
        return line.has("field") || !isNeutralised();
    }

    public boolean isReadCarelessly() {
        return text("read", "").equals("carelessly");
    }

    /** Whether it is tried in this way. */
    public boolean isTriedBy(String verb) {
        return !line.has("ways") || line.get("ways").toString().contains("\"" + verb + "\"");
    }

    public String reason() {
        return text("reason", "NotAllowed");
    }

    /** The Function with the value in it, as it goes over the wire. */
    public String json(JsonNode good) {
        ObjectNode function = good.deepCopy();
        put(function, List.of(at().replace("[", ".[").split("\\.")), TextNode.valueOf("<value>"));
        return function.toString().replace(VALUE, value());
    }

    /** What is put there, as it goes over the wire. */
    String value() {
        if (line.has("deep")) {
            int depth = line.get("deep").asInt();
            return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
        }
        if (line.has("key")) {
            return "{\"" + "k".repeat(line.get("key").asInt()) + "\": 1}";
        }
        if (line.has("many")) {
            return IntStream.range(0, line.get("many").asInt())
                    .mapToObj(i -> "\"k" + i + "\": 1")
                    .collect(Collectors.joining(",", "{", "}"));
        }
        return line.has("json") ? text("json", "") : line.path("value").toString();
    }

    /** The tree that a reader gets who takes the last of two equal keys, as the API server does. */
    public JsonNode tree(JsonNode good) {
        try {
            return JSON.readTree(json(good));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(JsonNode at, List<String> steps, JsonNode value) {
        String step = steps.getFirst();
        List<String> rest = steps.subList(1, steps.size());
        boolean last = rest.isEmpty();
        boolean list = !last && rest.getFirst().startsWith("[");
        JsonNode next =
                last ? value : list ? JsonNodeFactory.instance.arrayNode() : JsonNodeFactory.instance.objectNode();
        if (at instanceof ArrayNode places) {
            int index = Integer.parseInt(step.substring(1, step.length() - 1));
            while (places.size() <= index) {
                places.addObject();
            }
            if (last) {
                places.set(index, next);
            }
            next = places.get(index);
        } else {
            ObjectNode object = (ObjectNode) at;
            if (last || !object.has(step)) {
                object.set(step, next);
            }
            next = object.get(step);
        }
        if (!last) {
            put(next, rest, value);
        }
    }

    private static String path(String shortened) {
        String[] parts = shortened.split("\\.", 2);
        String whole = PLACES.getOrDefault(parts[0], parts[0]);
        return parts.length == 1 ? whole : whole.isEmpty() ? parts[1] : whole + "." + parts[1];
    }

    private String text(String field, String standard) {
        return line.path(field).asText(standard);
    }

    @Override
    public String toString() {
        return name();
    }
}
