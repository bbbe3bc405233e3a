package dev.dromedary.local;

import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Where the fields of an object stand in their file.
 *
 * @param byPath lines, counted from 1, by path, such as {@code spec.ports[0].port}; the object itself by the empty path
 */
record Lines(Map<String, Integer> byPath) {

    /** The lines of an object. */
    static Lines of(Node object) {
        Map<String, Integer> lines = new HashMap<>();
        collect(object, "", lines);
        lines.put("", line(object));
        return new Lines(Map.copyOf(lines));
    }

    /** The line of a field, or, where it is not written, of the nearest one around it. */
    int of(String field) {
        for (String path = field; !path.isEmpty(); path = outer(path)) {
            if (byPath.containsKey(path)) {
                return byPath.get(path);
            }
        }
        return byPath.get("");
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static String outer(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    private static void collect(Node node, String path, Map<String, Integer> lines) {
        lines.putIfAbsent(path, line(node));
        if (node instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    String inner = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
                    lines.put(inner, line(key));
                    collect(entry.getValueNode(), inner, lines);
                }
            }
        } else if (node instanceof SequenceNode list) {
            for (int i = 0; i < list.getValue().size(); i++) {
                collect(list.getValue().get(i), path + "[" + i + "]", lines);
            }
        }
    }
}
