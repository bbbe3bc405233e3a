package dev.dromedary.reconciler.configuration;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which configuration is in force, and what is wrong with the one that should be.
 *
 * @param key the ConfigMap
 * @param inForce the last good one; empty where there never was one
 * @param data what the ConfigMap says; empty where it does not exist
 * @param problems why the present one is not in force; empty: it is
 * @param notes what is done otherwise than it was written
 */
public record ConfigurationState(
        Key key,
        Optional<Configuration> inForce,
        Map<String, String> data,
        List<Problem> problems,
        List<String> notes) {

    /** A condition is read by people: so many problems, and the number of the others. */
    private static final int MOST = 20;

    /** What every Function says of it; empty where all is well. */
    public Optional<Condition> condition() {
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Condition.of(Condition.CONFIGURATION_IN_FORCE, false, Reason.ConfigurationInvalid, message()));
    }

    /** All that is wrong, with what that means. */
    public String message() {
        String all = problems.stream().limit(MOST).map(Problem::toString).collect(Collectors.joining("; "));
        String more = problems.size() > MOST ? "; and " + (problems.size() - MOST) + " more" : "";
        return key.name() + ": " + all + more + "; " + meanwhile();
    }

    private String meanwhile() {
        return inForce.isPresent()
                ? "the last good one stays in force"
                : "there was no good one before, so what runs stays as it is";
    }
}
