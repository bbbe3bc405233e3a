package dev.dromedary.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** The Function that a property is set in. */
enum Ground {
    /** It says next to nothing. */
    BARE,
    /** It has one of each kind of things, so that a property has what it needs beside it. */
    FULL;

    /** The Function's spec, out of the resource of this name. */
    ObjectNode spec() {
        try (InputStream in = Ground.class.getResourceAsStream(name().toLowerCase(Locale.ROOT) + ".yaml")) {
            return new ObjectMapper().valueToTree(new Yaml().load(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The spec with the property set in it: of a list in that item which already has most of the path. */
    ObjectNode with(Leaf leaf) {
        return (ObjectNode) merged(spec(), leaf.spec());
    }

    private static JsonNode merged(JsonNode below, JsonNode above) {
        if (below instanceof ObjectNode object && above.isObject()) {
            above.properties()
                    .forEach(
                            field -> object.set(field.getKey(), merged(object.path(field.getKey()), field.getValue())));
            return object;
        }
        if (below instanceof ArrayNode list && !list.isEmpty() && above.isArray()) {
            int place = 0;
            for (int i = 1; i < list.size(); i++) {
                place = shared(list.get(i), above.get(0)) > shared(list.get(place), above.get(0)) ? i : place;
            }
            list.set(place, merged(list.get(place), above.get(0)));
            return list;
        }
        return above;
    }

    /** How many steps of the path that the second is are in the first. */
    private static int shared(JsonNode tree, JsonNode path) {
        if (path.isArray()) {
            return StreamSupport.stream(tree.spliterator(), false)
                    .mapToInt(item -> shared(item, path.get(0)))
                    .max()
                    .orElse(0);
        }
        return path.properties().stream()
                .filter(step -> tree.has(step.getKey()))
                .mapToInt(step -> 1 + shared(tree.get(step.getKey()), step.getValue()))
                .max()
                .orElse(0);
    }
}
