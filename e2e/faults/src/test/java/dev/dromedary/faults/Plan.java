package dev.dromedary.faults;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A scenario, and what goes wrong in it.
 *
 * @param fault in words
 * @param faults made anew for each run: some remember
 * @param patience how long it may take after each step until all is well
 * @param stays how long it must stay so at the end, before it is looked at closely
 */
record Plan(Scenario scenario, String fault, Supplier<Faults> faults, Duration patience, Duration stays) {

    /** Whether it may take as long as it takes the census to come round. */
    boolean isSlow() {
        return patience.compareTo(Duration.ofMinutes(2)) > 0;
    }

    @Override
    public String toString() {
        return scenario + ": " + fault;
    }
}
