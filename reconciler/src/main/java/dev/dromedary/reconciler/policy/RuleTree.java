package dev.dromedary.reconciler.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The lines of an allow-list, by path: the most specific one counts, whatever their order. */
final class RuleTree {

    private static final String BELOW = "**";
    private static final String ANY_KEY = "*";
    private static final String ANY_PLACE = "[]";
    private static final Pattern ALTERNATIVES = Pattern.compile("\\(([^)]*)\\)");

    private final Map<String, RuleTree> children = new HashMap<>();
    private Rule rule;

    /**
     * Reads a resource beside this class.
     *
     * @param baseline whether the lines under {@code [baseline]} count
     */
    static RuleTree read(String resource, boolean baseline) {
        RuleTree tree = new RuleTree();
        boolean counts = true;
        for (String line : lines(resource)) {
            if (line.startsWith("[")) {
                counts = !line.equals("[baseline]") || baseline;
            } else if (counts) {
                tree.add(line);
            }
        }
        return tree;
    }

    /** Allows a path with any value. */
    void allow(String path) {
        put(path, new Rule.Any());
    }

    /** The rule for a leaf; a place in a list is written {@code [3]}. */
    Optional<Rule> find(List<String> path) {
        if (path.isEmpty()) {
            return Optional.ofNullable(rule).or(() -> ruleOf(BELOW));
        }
        List<String> rest = path.subList(1, path.size());
        String step = path.getFirst();
        return (isPlace(step) ? inList(rest) : inObject(step, rest)).or(() -> ruleOf(BELOW));
    }

    private Optional<Rule> inObject(String step, List<String> rest) {
        return child(step).flatMap(child -> child.find(rest)).or(() -> child(ANY_KEY)
                .flatMap(child -> child.find(rest)));
    }

    /** A path that the administrator allows need not mark the lists on its way. */
    private Optional<Rule> inList(List<String> rest) {
        return child(ANY_PLACE).flatMap(child -> child.find(rest)).or(() -> find(rest));
    }

    static boolean isPlace(String step) {
        return step.startsWith("[");
    }

    private void add(String line) {
        boolean silent = line.startsWith("~ ");
        boolean refused = line.startsWith("- ");
        String[] parts = (silent || refused ? line.substring(2) : line).split("\\s+", 2);
        Rule parsed = silent ? new Rule.Silent() : Rule.parse(parts.length == 1 ? "" : parts[1]);
        put(parts[0], refused ? new Rule.Refused() : parsed);
    }

    private void put(String path, Rule allowed) {
        var alternatives = ALTERNATIVES.matcher(path);
        if (alternatives.find()) {
            for (String one : alternatives.group(1).split("\\|", -1)) {
                put(path.substring(0, alternatives.start()) + one + path.substring(alternatives.end()), allowed);
            }
            return;
        }
        RuleTree at = this;
        for (String step : path.replace("[]", ".[]").split("\\.", -1)) {
            at = at.children.computeIfAbsent(step, key -> new RuleTree());
        }
        at.rule = allowed;
    }

    private Optional<RuleTree> child(String step) {
        return Optional.ofNullable(children.get(step));
    }

    private Optional<Rule> ruleOf(String step) {
        return child(step).map(child -> child.rule);
    }

    private static List<String> lines(String resource) {
        try (InputStream in = RuleTree.class.getResourceAsStream(resource)) {
            return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
