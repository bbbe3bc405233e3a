package dev.dromedary.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One property of a Function's spec with one value.
 *
 * @param path names from the spec downwards; {@code []} is the only item of a list
 */
record Leaf(List<String> path, JsonNode value) {

    static final String ITEM = "[]";

    /** The value below the path, as a spec of nothing else. */
    ObjectNode spec() {
        JsonNode below = value;
        for (String name : path.reversed()) {
            below = name.equals(ITEM)
                    ? JsonNodeFactory.instance.arrayNode().add(below)
                    : JsonNodeFactory.instance.objectNode().set(name, below);
        }
        return (ObjectNode) below;
    }

    /** The path as it stands in messages, from the Function downwards. */
    String place() {
        return "spec." + String.join(".", path).replace(".[]", "[]");
    }

    @Override
    public String toString() {
        return place() + "=" + value;
    }
}
