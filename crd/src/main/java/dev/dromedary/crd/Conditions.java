package dev.dromedary.crd;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What is done with a list of conditions. */
public final class Conditions {

    /** Kubernetes' own limit for a condition's message is 32,768; a person reads no further than this. */
    private static final int MOST_CHARACTERS = 4_000;

    private Conditions() {}

    /** The condition of this type, if the list has one. */
    public static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions == null
                ? Optional.empty()
                : conditions.stream().filter(c -> type.equals(c.type())).findFirst();
    }

    /** {@code Ready} is false, for the spec cannot be carried out as it stands. */
    public static Condition wrong(List<Problem> problems) {
        return Condition.of(
                Condition.READY,
                false,
                problems.getFirst().reason(),
                joined(problems.stream().map(Problem::toString).toList(), "; "));
    }

    /** Whether everything in the spec has its effect. */
    public static Condition honoured(List<String> ignored) {
        return ignored.isEmpty()
                ? Condition.of(Condition.SPEC_HONOURED, true, Reason.AllFields, "Every field has its effect")
                : Condition.of(
                        Condition.SPEC_HONOURED,
                        false,
                        Reason.FieldsIgnored,
                        "These fields have no effect, remove or correct them: " + joined(ignored, ", "));
    }

    /** A list that may come from anybody: as much of it as fits, and how much did not. */
    private static String joined(List<String> items, String separator) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            String item = items.get(i);
            if (joined.length() + item.length() > MOST_CHARACTERS) {
                String start = item.substring(0, Math.min(item.length(), MOST_CHARACTERS / 10));
                return joined + (i == 0 ? start + "…" : "and " + (items.size() - i) + " more");
            }
            joined.append(item).append(i == items.size() - 1 ? "" : separator);
        }
        return joined.toString();
    }

    /** The function runs on another version than it names; empty if it does not. */
    public static Optional<Condition> substituted(String wanted, String name, boolean substituted) {
        return substituted
                ? Optional.of(Condition.of(
                        Condition.RUNTIME_SUBSTITUTED,
                        true,
                        Reason.OldRuntime,
                        "spec.runtime is " + wanted + ", which is no longer offered: the function runs on " + name
                                + "; set spec.runtime to that once it works"))
                : Optional.empty();
    }

    /**
     * The new conditions with their {@code lastTransitionTime}: kept from the old ones where the status is the same.
     *
     * @param found what was found now
     * @param before what the object's status said until now; empty or {@code null} for a new object
     * @param generation the object's generation
     * @param now the time of the finding
     */
    public static List<Condition> since(List<Condition> found, List<Condition> before, Long generation, Instant now) {
        return found.stream()
                .map(c -> {
                    String time = find(before, c.type())
                            .filter(old -> c.status().equals(old.status()))
                            .map(Condition::lastTransitionTime)
                            .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
                    return new Condition(c.type(), c.status(), c.reason(), c.message(), time, generation);
                })
                .toList();
    }
}
