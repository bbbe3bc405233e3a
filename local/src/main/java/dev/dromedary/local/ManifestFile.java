package dev.dromedary.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A file of the folder, read.
 *
 * @param manifests its objects; those of a {@code kind: List} one by one
 * @param faults what could not be read
 * @param whole whether it is YAML to its end: of a file that is not, who knows which objects are missing
 */
record ManifestFile(List<Manifest> manifests, List<Fault> faults, boolean whole) {

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setSchema(new CoreSchema()).build();

    /** Reads a text of one or more YAML (or JSON) documents. */
    static ManifestFile read(Path file, String text) {
        List<Manifest> manifests = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        try {
            Iterator<Node> documents =
                    new Compose(SETTINGS).composeAllFromString(text).iterator();
            while (documents.hasNext()) {
                for (Node object : objects(documents.next())) {
                    ManifestReader reader = new ManifestReader(file, Lines.of(object));
                    reader.read(tree(object)).ifPresent(manifests::add);
                    faults.addAll(reader.faults());
                }
            }
            return new ManifestFile(List.copyOf(manifests), List.copyOf(faults), true);
        } catch (YamlEngineException e) {
            faults.add(new Fault(file, line(e), "", "this is not YAML: " + problem(e)));
            return new ManifestFile(List.copyOf(manifests), List.copyOf(faults), false);
        }
    }

    private static Object tree(Node node) {
        return new StandardConstructor(SETTINGS).constructSingleDocument(Optional.of(node));
    }

    /** What {@code kubectl get -o yaml} writes is a list; an empty document is none. */
    private static List<Node> objects(Node document) {
        if (document instanceof MappingNode map) {
            Map<String, Node> fields = fields(map);
            if (fields.get("kind") instanceof ScalarNode kind
                    && kind.getValue().equals("List")
                    && fields.get("items") instanceof SequenceNode items) {
                return items.getValue();
            }
        }
        boolean empty = document instanceof ScalarNode text && text.getValue().isBlank();
        return empty ? List.of() : List.of(document);
    }

    private static Map<String, Node> fields(MappingNode map) {
        Map<String, Node> fields = new java.util.HashMap<>();
        for (NodeTuple entry : map.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                fields.put(key.getValue(), entry.getValueNode());
            }
        }
        return fields;
    }

    private static int line(YamlEngineException e) {
        return e instanceof MarkedYamlEngineException marked
                ? marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1)
                : 1;
    }

    private static String problem(YamlEngineException e) {
        return e instanceof MarkedYamlEngineException marked && marked.getProblem() != null
                ? marked.getProblem()
                : e.getMessage();
    }
}
