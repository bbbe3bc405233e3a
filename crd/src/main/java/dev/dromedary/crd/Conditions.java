package dev.dromedary.crd;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What is done with a list of conditions. */
public final class Conditions {

    private Conditions() {}

    /** The condition of this type, if the list has one. */
    public static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions == null
                ? Optional.empty()
                : conditions.stream().filter(c -> type.equals(c.type())).findFirst();
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
