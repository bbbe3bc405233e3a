package dev.dromedary.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What became of a property that was set in a Function. */
enum Outcome {
    /** It cannot be set, or the status says why nothing is changed. */
    REFUSED,
    /** The condition SpecHonoured has its path, or one above it. */
    NAMED,
    /** What is made of the Function is another. */
    EFFECTIVE,
    /** None of these. */
    IGNORED;

    /** The Function among what is told. */
    static final String FUNCTION = "Function/f";

    /**
     * Out of what is told before and after: objects by name, and of the Function its status alone.
     *
     * @param leaf what was set
     */
    static Outcome of(Leaf leaf, Map<String, String> before, Map<String, String> after) {
        if (after.equals(before)) {
            return IGNORED;
        }
        List<String> named = named(after);
        if (!named.equals(named(before))) {
            String path = leaf.place().replace("[", ".[") + ".";
            return named.stream().anyMatch(place -> path.startsWith(place.replace("[", ".[") + ".")) ? NAMED : IGNORED;
        }
        Map<String, String> made = new TreeMap<>(after);
        made.put(FUNCTION, before.get(FUNCTION));
        if (!made.equals(before)) {
            return EFFECTIVE;
        }
        return conditions(after)
                        .filter(condition -> condition.path("type").asText().equals("Ready"))
                        .anyMatch(condition -> condition.path("status").asText().equals("False"))
                ? REFUSED
                : IGNORED;
    }

    /** The places that the status calls without effect; of an item of a list it does not matter which. */
    private static List<String> named(Map<String, String> told) {
        return conditions(told)
                .filter(condition -> condition.path("type").asText().equals("SpecHonoured"))
                .filter(condition -> condition.path("status").asText().equals("False"))
                .map(condition -> condition.path("message").asText().replaceFirst("^[^:]*: ", ""))
                .flatMap(places -> Arrays.stream(places.split(", ")))
                .map(place -> place.replaceFirst(" \\(.*", "").replaceAll("\\[[0-9]+]", "[]"))
                .toList();
    }

    private static Stream<JsonNode> conditions(Map<String, String> told) {
        JsonNode status = Serialization.unmarshal(told.get(FUNCTION), JsonNode.class);
        return StreamSupport.stream(status.path("conditions").spliterator(), false);
    }
}
