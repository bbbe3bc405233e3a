package dev.dromedary.reconciler.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The lines of an allow-list, by path: the most specific one counts, whatever their order. The marks of a line ({@code []},
 * {@code *}, {@code **}) are kept apart from names, so that a user's key spelled like a mark is a name like any other.
 */
final class RuleTree {

    private static final Pattern ALTERNATIVES = Pattern.compile("\\(([^)]*)\\)");

    private final Map<String, RuleTree> names = new HashMap<>();
    private Optional<RuleTree> anyName = Optional.empty();
    private Optional<RuleTree> anyPlace = Optional.empty();
    private Optional<Rule> here = Optional.empty();
    private Optional<Rule> below = Optional.empty();

    /**
     * The rule that counts for a leaf.
     *
     * @param exact whether a line names the leaf itself, not any key or all that is below something
     */
    record Match(Rule rule, boolean exact) {}

    /**
     * Reads a resource beside this class.
     *
     * @param baseline whether the lines under {@code [baseline]} count
     * @throws IllegalStateException if a line is not understood
     */
    static RuleTree read(String resource, boolean baseline) {
        RuleTree tree = new RuleTree();
        ResourceLines.of(resource, "[restricted]").forEach(tree::add);
        if (baseline) {
            ResourceLines.of(resource, "[baseline]").forEach(tree::add);
        }
        return tree;
    }

    /**
     * Allows a path with any value and all below it, whatever narrower lines say; lists need no mark.
     *
     * @param path names joined by dots
     */
    void allow(String path) {
        List<RuleTree> ends = List.of(this);
        for (String name : path.split("\\.", -1)) {
            ends = ends.stream()
                    .map(tree -> tree.name(name))
                    .flatMap(tree -> Stream.of(tree, tree.place()))
                    .toList();
        }
        ends.forEach(RuleTree::allowAll);
    }

    /** The rule for a leaf; empty where no line speaks of it. */
    Optional<Match> find(List<Step> path) {
        if (path.isEmpty()) {
            return here.map(rule -> new Match(rule, true)).or(() -> below.map(rule -> new Match(rule, false)));
        }
        List<Step> rest = path.subList(1, path.size());
        Optional<Match> further =
                switch (path.getFirst()) {
                    case Step.Name(String name) ->
                        named(name).flatMap(tree -> tree.find(rest)).or(() -> anyName.flatMap(tree -> tree.find(rest))
                                .map(match -> new Match(match.rule(), false)));
                    case Step.Place place -> anyPlace.flatMap(tree -> tree.find(rest));
                };
        return further.or(() -> below.map(rule -> new Match(rule, false)));
    }

    /** Whether a line speaks of something below the path. */
    boolean leads(List<Step> path) {
        if (path.isEmpty()) {
            return true;
        }
        List<Step> rest = path.subList(1, path.size());
        return switch (path.getFirst()) {
            case Step.Name(String name) ->
                named(name).filter(tree -> tree.leads(rest)).isPresent()
                        || anyName.filter(tree -> tree.leads(rest)).isPresent();
            case Step.Place place -> anyPlace.filter(tree -> tree.leads(rest)).isPresent();
        };
    }

    private void add(String line) {
        boolean silent = line.startsWith("~ ");
        boolean refused = line.startsWith("- ");
        String[] parts = (silent || refused ? line.substring(2) : line).split("\\s+", 2);
        Rule parsed = silent ? new Rule.Silent() : Rule.parse(parts.length == 1 ? "" : parts[1]);
        put(parts[0], refused ? new Rule.Refused() : parsed);
    }

    private void put(String path, Rule rule) {
        Matcher alternatives = ALTERNATIVES.matcher(path);
        if (alternatives.find()) {
            for (String one : alternatives.group(1).split("\\|", -1)) {
                put(path.substring(0, alternatives.start()) + one + path.substring(alternatives.end()), rule);
            }
            return;
        }
        List<String> steps = new ArrayList<>(List.of(path.replace("[]", ".[]").split("\\.", -1)));
        boolean all = steps.getLast().equals("**");
        RuleTree at = this;
        for (String step : all ? steps.subList(0, steps.size() - 1) : steps) {
            at = at.step(step);
        }
        if (all) {
            at.below = Optional.of(rule);
        } else {
            at.here = Optional.of(rule);
        }
    }

    private RuleTree step(String step) {
        return switch (step) {
            case "[]" -> place();
            case "*" -> {
                anyName = anyName.or(() -> Optional.of(new RuleTree()));
                yield anyName.orElseThrow();
            }
            default -> name(step);
        };
    }

    private RuleTree name(String name) {
        return names.computeIfAbsent(name, key -> new RuleTree());
    }

    private RuleTree place() {
        anyPlace = anyPlace.or(() -> Optional.of(new RuleTree()));
        return anyPlace.orElseThrow();
    }

    private void allowAll() {
        names.clear();
        anyName = Optional.empty();
        anyPlace = Optional.empty();
        here = Optional.of(new Rule.Any());
        below = here;
    }

    private Optional<RuleTree> named(String name) {
        return Optional.ofNullable(names.get(name));
    }
}
