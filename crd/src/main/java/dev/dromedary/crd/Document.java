package dev.dromedary.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A text in YAML or JSON, read as a tree. A key that stands twice is a problem, not a silent choice; {@code yes},
 * {@code on} and dates are texts, as YAML 1.2 has it.
 *
 * @param tree the tree, as far as it could be read; an empty text is a null
 * @param problems what is wrong with the text, each with its line and column
 */
public record Document(JsonNode tree, List<Problem> problems) {

    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})");
    private static final Pattern FRACTION =
            Pattern.compile("[-+]?(\\.[0-9]+|(0|[1-9][0-9]*)(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    /** Aliases that repeat a list or an object: more of them could make a small text a huge tree. */
    private static final int MOST_ALIASES = 10;

    /**
     * Reads a text.
     *
     * @param text {@code null} reads as empty
     * @param path where the text stands, for the messages; empty: nowhere in particular
     */
    public static Document parse(String text, String path) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MOST_ALIASES);
        List<Problem> problems = new ArrayList<>();
        try {
            Node root = new Yaml(options).compose(new StringReader(spaced(text == null ? "" : text)));
            JsonNode tree = root == null ? NullNode.instance : tree(root, path, problems);
            return new Document(tree, List.copyOf(problems));
        } catch (MarkedYAMLException e) {
            String trouble = e.getProblem() == null ? e.getContext() : e.getProblem();
            problems.add(
                    Problem.configuration(path, "is no YAML or JSON" + place(e.getProblemMark()) + ": " + trouble));
        } catch (YAMLException e) {
            problems.add(Problem.configuration(path, "is no YAML or JSON: " + e.getMessage()));
        }
        return new Document(NullNode.instance, List.copyOf(problems));
    }

    /** The path of a field below another; a field of nothing in particular stands alone. */
    static String below(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** JSON may be indented by tabs, for Kubeless took it so; YAML may not. */
    private static String spaced(String text) {
        return text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[")
                ? text.replace('\t', ' ')
                : text;
    }

    private static JsonNode tree(Node node, String path, List<Problem> problems) {
        // What SnakeYAML calls so is a list or an object with an alias of itself inside.
        if (node.isTwoStepsConstruction()) {
            throw new YAMLException("a value contains itself" + place(node));
        }
        return switch (node) {
            case MappingNode mapping -> object(mapping, path, problems);
            case SequenceNode sequence -> list(sequence, path, problems);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new YAMLException("unexpected " + node.getNodeId());
        };
    }

    private static ObjectNode object(MappingNode mapping, String path, List<Problem> problems) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                problems.add(Problem.configuration(path, "has a key that is no text" + place(entry.getKeyNode())));
                continue;
            }
            String field = below(path, key.getValue());
            if (object.has(key.getValue())) {
                problems.add(Problem.configuration(field, "stands twice, again" + place(key) + ": remove one"));
            } else {
                object.set(key.getValue(), tree(entry.getValueNode(), field, problems));
            }
        }
        return object;
    }

    private static ArrayNode list(SequenceNode sequence, String path, List<Problem> problems) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        List<Node> items = sequence.getValue();
        for (int i = 0; i < items.size(); i++) {
            list.add(tree(items.get(i), path + "[" + i + "]", problems));
        }
        return list;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String value = scalar.getValue();
        if (!scalar.isPlain() || scalar.getTag().equals(Tag.STR)) {
            return TextNode.valueOf(value);
        }
        if (NULL.matcher(value).matches()) {
            return NullNode.instance;
        }
        if (BOOLEAN.matcher(value).matches()) {
            return BooleanNode.valueOf(Boolean.parseBoolean(value));
        }
        if (WHOLE.matcher(value).matches()) {
            long number = Long.parseLong(value);
            // As Jackson itself reads: fabric8's IntOrString takes no other.
            return number == (int) number ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
        }
        return FRACTION.matcher(value).matches()
                ? DoubleNode.valueOf(Double.parseDouble(value))
                : TextNode.valueOf(value);
    }

    private static String place(Node node) {
        return place(node.getStartMark());
    }

    private static String place(Mark mark) {
        return Optional.ofNullable(mark)
                .map(m -> " at line " + (m.getLine() + 1) + ", column " + (m.getColumn() + 1))
                .orElse("");
    }
}
