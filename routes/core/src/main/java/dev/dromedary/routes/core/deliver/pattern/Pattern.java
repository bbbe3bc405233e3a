package dev.dromedary.routes.core.deliver.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;

/** What a piece of JSON must be like. */
sealed interface Pattern {

    /** Whether it is; of a list, whether one of its items is. Missing: there is no such piece. */
    boolean matches(JsonNode node);

    /** One of these values. */
    record OneOf(List<Value> values) implements Pattern {
        @Override
        public boolean matches(JsonNode node) {
            if (!node.isArray()) {
                return values.stream().anyMatch(value -> value.is(node));
            }
            for (Value value : values) {
                if (value instanceof Value.Exists exists && exists.there()) {
                    return true;
                }
            }
            return anyItem(this, node);
        }
    }

    /**
     * An object with fields like these.
     *
     * @param fields all of which must match
     * @param choices of each of which one must match
     */
    record All(Map<String, Pattern> fields, List<Choice> choices) implements Pattern {
        @Override
        public boolean matches(JsonNode node) {
            if (node.isArray() && !node.isEmpty()) {
                return anyItem(this, node);
            }
            // What is no object has no fields, which may be just what is wanted of it.
            return fields.entrySet().stream().allMatch(field -> field.getValue().matches(below(node, field.getKey())))
                    && choices.stream().allMatch(choice -> choice.matches(node));
        }

        private static JsonNode below(JsonNode node, String field) {
            JsonNode found = node.get(field);
            return found == null ? MissingNode.getInstance() : found;
        }
    }

    /** An object that is like one of these: what stands below {@code $or}. */
    record Choice(List<Pattern> patterns) implements Pattern {
        @Override
        public boolean matches(JsonNode node) {
            return patterns.stream().anyMatch(pattern -> pattern.matches(node));
        }
    }

    private static boolean anyItem(Pattern pattern, JsonNode list) {
        for (JsonNode item : list) {
            if (pattern.matches(item)) {
                return true;
            }
        }
        return false;
    }
}
