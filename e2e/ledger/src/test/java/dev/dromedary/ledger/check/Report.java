package dev.dromedary.ledger.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the checker found.
 *
 * @param broken the rules that were broken, each with its first cases; empty: none
 * @param counts how often each of them was
 * @param figures of the run, for a person to read
 */
public record Report(Map<Rule, List<String>> broken, Map<Rule, Long> counts, String figures) {

    private static final int SHOWN = 5;

    /** Holds every rule against a history. */
    public static Report of(History history, Bounds bounds) {
        Facts facts = new Facts(history);
        Map<Rule, List<String>> broken = new EnumMap<>(Rule.class);
        Map<Rule, Long> counts = new EnumMap<>(Rule.class);
        for (Rule rule : Rule.values()) {
            List<String> found = rule.broken(facts, bounds).toList();
            if (!found.isEmpty()) {
                counts.put(rule, (long) found.size());
                broken.put(rule, new ArrayList<>(found.subList(0, Math.min(SHOWN, found.size()))));
            }
        }
        return new Report(broken, counts, figures(facts));
    }

    private static String figures(Facts facts) {
        History history = facts.history();
        return "%d events, %d calls, %d duplicates (%.2f %%), %d dead letters, %d of %d kills under way, %d samples"
                .formatted(
                        history.sent().size(),
                        history.delivered().size(),
                        Duplicates.count(facts),
                        100.0
                                * Duplicates.count(facts)
                                / Math.max(1, history.sent().size()),
                        history.letters().size(),
                        Kills.hits(facts),
                        Kills.all(facts).size(),
                        history.samples().size());
    }

    /** The rules that were broken. */
    public Set<Rule> rules() {
        return broken.keySet();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(figures);
        broken.forEach((rule, cases) -> {
            text.append('\n').append(rule).append(", ").append(counts.get(rule)).append(" times");
            cases.forEach(each -> text.append("\n    ").append(each));
        });
        return text.append("\n%d passed, %d failed".formatted(Rule.values().length - broken.size(), broken.size()))
                .toString();
    }
}
