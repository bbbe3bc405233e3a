package dev.dromedary.routes.core.invoke;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Which pod a call goes to, and to which next. */
final class Choice {

    private final Target target;
    private Set<Pod> passed = Set.of();

    Choice(Target target) {
        this.target = target;
    }

    /** The pod with the least under way of those that were not passed over; empty if there is none. */
    Optional<Pod> next() {
        return target.least(passed);
    }

    /** Whether all that there are were passed over; false if there are none. */
    boolean isExhausted() {
        return !passed.isEmpty();
    }

    /** This one will not do. */
    void pass(Pod pod) {
        Set<Pod> more = new HashSet<>(passed);
        more.add(pod);
        passed = more;
    }

    /** Another one, if there is another; else any. */
    void another(Pod pod) {
        pass(pod);
        if (next().isEmpty()) {
            passed = Set.of();
        }
    }
}
