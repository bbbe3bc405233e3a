package dev.dromedary.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Kubernetes object in a configuration, read with nothing passed over: every unknown field and every wrong type is a
 * problem.
 *
 * @param value as far as it could be read
 */
public record Embedded<T>(Optional<T> value, List<Problem> problems) {

    private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]]+)|\\[([0-9]+)]");
    /** So many wrong types are named at once. */
    private static final int MOST = 20;

    /**
     * Reads a tree.
     *
     * @param type fabric8's class for the object
     * @param path where the tree stands, for the messages
     */
    public static <T> Embedded<T> read(Class<T> type, JsonNode tree, String path) {
        List<Problem> problems = new ArrayList<>();
        JsonNode rest = tree.deepCopy();
        Reading<T> reading = StrictReader.embedded(type, rest, path);
        // A reader stops at the first wrong type: what it names is taken out, and the rest read again.
        while (!reading.problems().isEmpty() && problems.size() < MOST) {
            Problem first = reading.problems().getFirst();
            problems.add(Problem.configuration(first.field(), first.remedy()));
            if (!remove(rest, first.field().substring(path.length()))) {
                return new Embedded<>(Optional.empty(), List.copyOf(problems));
            }
            reading = StrictReader.embedded(type, rest, path);
        }
        reading.unknown()
                .forEach(field -> problems.add(Problem.configuration(
                        field,
                        "is no field of Kubernetes' " + type.getSimpleName()
                                + " at this place: correct or remove it")));
        return new Embedded<>(reading.value(), List.copyOf(problems));
    }

    private static boolean remove(JsonNode tree, String path) {
        JsonNode parent = null;
        JsonNode at = tree;
        String name = "";
        Matcher step = STEP.matcher(path);
        int end = 0;
        while (step.find() && step.start() == end) {
            end = step.end();
            parent = at;
            name = step.group(1) == null ? step.group(2) : step.group(1);
            at = step.group(1) == null ? parent.path(Integer.parseInt(name)) : parent.path(name);
        }
        if (parent == null || end != path.length() || at.isMissingNode()) {
            return false;
        }
        if (parent instanceof ArrayNode list) {
            list.setNull(Integer.parseInt(name));
            return true;
        }
        return ((ObjectNode) parent).remove(name) != null;
    }
}
