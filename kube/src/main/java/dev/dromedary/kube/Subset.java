package dev.dromedary.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.stream.StreamSupport;

/**
 * Whether an object has all that is wanted of it, whatever others and the API server's defaults have added. Lists of
 * named things (containers, variables, volumes) are compared by name, other lists place by place.
 */
final class Subset {

    private Subset() {}

    /** Whether every field of the first is in the second, with the same value. */
    static boolean holds(JsonNode wanted, JsonNode actual) {
        if (wanted.isObject()) {
            return wanted.properties().stream()
                    .allMatch(field ->
                            isNothing(field.getValue()) || holds(field.getValue(), actual.path(field.getKey())));
        }
        if (wanted.isArray()) {
            return named(wanted) ? holdsByName(wanted, actual) : holdsByPlace(wanted, actual);
        }
        return same(wanted, actual);
    }

    /** The API server drops empty objects and lists in many places: wanting one is wanting nothing. */
    private static boolean isNothing(JsonNode value) {
        return value.isNull() || (value.isContainerNode() && value.isEmpty());
    }

    private static boolean named(JsonNode list) {
        return !list.isEmpty() && list.get(0).path("name").isTextual();
    }

    private static boolean holdsByName(JsonNode wanted, JsonNode actual) {
        for (JsonNode item : wanted) {
            boolean found = StreamSupport.stream(actual.spliterator(), false)
                    .filter(other -> other.path("name").equals(item.path("name")))
                    .anyMatch(other -> holds(item, other));
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private static boolean holdsByPlace(JsonNode wanted, JsonNode actual) {
        if (wanted.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!holds(wanted.get(i), actual.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(JsonNode wanted, JsonNode actual) {
        if (wanted.equals(actual) || (wanted.isValueNode() && wanted.asText().equals(actual.asText()))) {
            return true;
        }
        // 0.5 and 500m are the same quantity, and the API server writes the latter.
        return wanted.isTextual() && actual.isTextual() && sameQuantity(wanted.asText(), actual.asText());
    }

    private static boolean sameQuantity(String wanted, String actual) {
        if (!wanted.matches("[0-9.]+[A-Za-z]{0,2}") || !actual.matches("[0-9.]+[A-Za-z]{0,2}")) {
            return false;
        }
        try {
            return Quantity.getAmountInBytes(new Quantity(wanted))
                            .compareTo(Quantity.getAmountInBytes(new Quantity(actual)))
                    == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
