package dev.dromedary.ledger.check;

import java.util.Map;

/**
 * What a router counted, by its own metrics, since it was started.
 *
 * @param outcomes {@code dromedary_events_total} by outcome
 * @param open {@code dromedary_events_open}
 */
public record Counters(String who, Map<String, Long> outcomes, long open) {

    /** Events that the function took. */
    public long delivered() {
        return outcomes.getOrDefault("delivered", 0L);
    }

    boolean isBalanced() {
        long over = outcomes.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("received"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return outcomes.getOrDefault("received", 0L) == over + open;
    }
}
