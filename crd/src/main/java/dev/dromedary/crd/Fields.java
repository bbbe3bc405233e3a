package dev.dromedary.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The fields of one object in a configuration. Each is read by its type; what is wrong is noted, and reads as empty.
 *
 * @param values under the names as they are known, in the order they stand
 * @param path where the object stands, for the messages
 * @param problems where problems are noted
 */
public record Fields(Map<String, JsonNode> values, String path, List<Problem> problems) {

    /**
     * Takes an object apart. Names are taken in any case, as Go's JSON decoder takes them.
     *
     * @param known every name that may stand there
     */
    public static Fields of(JsonNode object, String path, List<String> known, List<Problem> problems) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        Fields fields = new Fields(values, path, problems);
        if (!object.isObject() && !object.isNull()) {
            problems.add(Problem.configuration(path, "has the wrong type: it must be an object"));
        }
        object.properties().forEach(entry -> {
            String written = entry.getKey();
            known.stream()
                    .filter(written::equalsIgnoreCase)
                    .findFirst()
                    .ifPresentOrElse(
                            name -> fields.put(name, entry.getValue()),
                            () -> fields.wrong(written, Spelling.remedy(written, known)));
        });
        return fields;
    }

    /** A text; empty where there is none. */
    public String text(String name) {
        return text(value(name), Document.below(path, name));
    }

    /** A list, each item read in its turn; empty where there is none. */
    public <T> List<T> list(String name, BiFunction<JsonNode, String, T> item) {
        JsonNode list = value(name);
        List<T> items = new ArrayList<>();
        if (isNothing(list)) {
            return items;
        }
        if (!list.isArray()) {
            wrong(name, "has the wrong type: it must be a list");
        }
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            items.add(item.apply(list.get(i), Document.below(path, name) + "[" + i + "]"));
        }
        return items;
    }

    /** A list of texts; empty where there is none. */
    public List<String> texts(String name) {
        return list(name, this::text);
    }

    /** An object whose values are texts; empty where there is none. */
    public Map<String, String> textMap(String name) {
        JsonNode map = value(name);
        Map<String, String> texts = new LinkedHashMap<>();
        if (!isNothing(map) && !map.isObject()) {
            wrong(name, "has the wrong type: it must be an object");
        }
        map.properties()
                .forEach(entry -> texts.put(
                        entry.getKey(),
                        text(entry.getValue(), Document.below(Document.below(path, name), entry.getKey()))));
        return texts;
    }

    /** A value as it stands; missing where there is none. */
    public JsonNode value(String name) {
        return values.getOrDefault(name, MissingNode.getInstance());
    }

    /** Notes a problem with a field. */
    public void wrong(String name, String remedy) {
        problems.add(Problem.configuration(Document.below(path, name), remedy));
    }

    private void put(String name, JsonNode value) {
        if (values.putIfAbsent(name, value) != null) {
            wrong(name, "stands twice, in different case: remove one");
        }
    }

    private String text(JsonNode value, String where) {
        if (isNothing(value)) {
            return "";
        }
        if (!value.isTextual()) {
            problems.add(Problem.configuration(where, "has the wrong type: it must be text (in quotes)"));
        }
        return value.asText("");
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
