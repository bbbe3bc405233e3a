package dev.dromedary.reconciler.desired;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which settings under {@code spec.deployment} and {@code spec.service} have no effect: every leaf with a value that no
 * allow-listed path covers. Empty objects, empty texts, nulls and zeros are what Kubeless' clients write for nothing.
 */
public final class Leftovers {

    private static final String MAIN = "spec\\.deployment\\.spec\\.template\\.spec\\.containers\\[0\\]\\.";

    private static final List<Pattern> TAKEN = Set.of(
                    "spec\\.deployment\\.(apiVersion|kind)",
                    "spec\\.deployment\\.metadata\\.(name|namespace|creationTimestamp)",
                    "spec\\.deployment\\.status.*",
                    "spec\\.deployment\\.spec\\.replicas",
                    "spec\\.deployment\\.spec\\.template\\.metadata\\.(annotations.*|creationTimestamp)",
                    MAIN + "(name|imagePullPolicy|resources\\.(limits|requests).*|env\\[[0-9]+\\]\\.(name|value))",
                    "spec\\.service\\.(type|selector.*|ports.*)")
            .stream()
            .map(Pattern::compile)
            .toList();

    private Leftovers() {}

    /** The paths of the settings that have no effect, in the order they stand. */
    public static List<String> in(JsonNode tree, String path) {
        List<String> found = new ArrayList<>();
        if (tree != null) {
            collect(tree, path, found);
        }
        return List.copyOf(found);
    }

    private static void collect(JsonNode node, String path, List<String> found) {
        if (node.isObject()) {
            node.properties().forEach(entry -> collect(entry.getValue(), path + "." + entry.getKey(), found));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), path + "[" + i + "]", found);
            }
        } else if (!isNothing(node) && !isTaken(node, path)) {
            found.add(path);
        }
    }

    private static boolean isNothing(JsonNode leaf) {
        return leaf.isNull()
                || (leaf.isTextual() && leaf.textValue().isEmpty())
                || (leaf.isNumber() && leaf.asDouble() == 0)
                || (leaf.isBoolean() && !leaf.booleanValue());
    }

    private static boolean isTaken(JsonNode leaf, String path) {
        return TAKEN.stream().anyMatch(pattern -> pattern.matcher(path).matches())
                || (path.equals("spec.service.clusterIP") && "None".equals(leaf.textValue()));
    }
}
