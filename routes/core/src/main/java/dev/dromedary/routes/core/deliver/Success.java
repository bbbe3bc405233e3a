package dev.dromedary.routes.core.deliver;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which answers say that the function is done with an event.
 *
 * @param classes hundreds of HTTP statuses: 2 is 200 to 299
 * @param statuses single ones, such as 404
 */
public record Success(Set<Integer> classes, Set<Integer> statuses) {

    /** What holds where nobody says anything else: 2xx. */
    public static final Success DEFAULT = new Success(Set.of(2), Set.of());

    /** Whether this status does. */
    public boolean accepts(int status) {
        return classes.contains(status / 100) || statuses.contains(status);
    }

    @Override
    public String toString() {
        return classes.stream().sorted().map(hundreds -> hundreds + "xx").collect(Collectors.joining(", "));
    }
}
