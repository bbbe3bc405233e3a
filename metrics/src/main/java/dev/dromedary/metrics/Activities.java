package dev.dromedary.metrics;

import dev.dromedary.crd.Key;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is going on at functions, through all copies of the router together.
 *
 * <p><b>Silence is not idleness.</b> Where a copy is silent, or none was found, all numbers are lower bounds: a call that stands
 * here is there, and what does not stand here may be there all the same. So a call that waits is reason enough to scale from zero,
 * whoever is silent; but nobody may scale to zero, or down, by anything that is not {@link #isWhole whole}.
 *
 * <p><b>Nor is a missing function an idle one.</b> A copy knows what it saw since it started. Whoever waits for a function to have
 * been idle for a time counts that time from his own first look at the earliest. Calls past the router are in no number.
 *
 * <p><b>Each copy goes by its own clock.</b> {@code last} may be off by as much as the copy's clock is from ours, in either
 * direction, and so lie after {@code asked}. A copy that is behind makes a function look idle for longer than it has been: an idle
 * time must be longer than clocks may differ, and counts only with nothing in flight, which no clock can falsify.
 *
 * @param asked when the copies began to be asked, by our clock; what began since may be missing
 * @param functions all that were called through a copy that answered, since it started; by namespace and name
 * @param answered the copies that answered
 * @param silent those that did not, and why
 */
public record Activities(
        Instant asked, Map<Key, Activity> functions, Set<String> answered, Map<String, String> silent) {

    /** Merges: calls are summed, the last is the latest. */
    static Activities of(Instant asked, List<CopyAnswer> answers) {
        Map<Key, Activity> functions = new TreeMap<>();
        Set<String> answered = new TreeSet<>();
        Map<String, String> silent = new TreeMap<>();
        for (CopyAnswer answer : answers) {
            switch (answer) {
                case CopyAnswer.Said said -> {
                    answered.add(said.copy());
                    said.functions()
                            .forEach((function, activity) -> functions.merge(function, activity, Activity::and));
                }
                case CopyAnswer.Silent nothing -> silent.put(nothing.copy(), nothing.because());
            }
        }
        return new Activities(asked, functions, answered, silent);
    }

    /** Whether there are copies, and every one of them answered. */
    public boolean isWhole() {
        return silent.isEmpty() && !answered.isEmpty();
    }
}
