package dev.dromedary.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * Calls a second of one function and of each of its pods, over the last {@link #WINDOW}. A pod that has gone counts on for what
 * was called in the window; one that does not answer counts as it did when it last answered, for one window.
 */
final class FunctionCalls {

    /** Over what the calls are averaged: long enough for a few readings, short enough to follow a load. */
    static final Duration WINDOW = Duration.ofSeconds(30);

    /** A mean over less says nothing. */
    private static final Duration SHORTEST = Duration.ofSeconds(4);

    private final Map<String, PodCalls> pods = new HashMap<>();
    private Set<String> present = Set.of();
    private Duration begin;
    private Duration lastRead = Duration.ZERO;

    /**
     * One round of readings.
     *
     * @param listed all pods that there are, ready or not
     * @param counts what the counters of those that answered said
     */
    synchronized void round(Set<String> listed, Map<String, Double> counts, Duration at) {
        if (begin != null) {
            // Who was not there in the last round started since, and its counter at 0.
            listed.stream()
                    .filter(pod -> !present.contains(pod))
                    .forEach(pod -> pods.putIfAbsent(pod, new PodCalls(0, at)));
        }
        counts.forEach((pod, count) -> {
            PodCalls known = pods.putIfAbsent(pod, new PodCalls(count, at));
            if (known != null) {
                known.count(count, at);
            }
        });
        present = Set.copyOf(listed);
        if (!counts.isEmpty()) {
            begin = begin == null ? at : begin;
            lastRead = at;
        }
        pods.values().forEach(pod -> pod.forget(at.minus(WINDOW.multipliedBy(2))));
        pods.entrySet()
                .removeIf(
                        pod -> !listed.contains(pod.getKey()) && pod.getValue().isForgotten());
    }

    /** Calls a second of all pods; empty while too little is known, or nothing new. */
    synchronized OptionalDouble total(Duration now) {
        return isKnown(now)
                ? OptionalDouble.of(pods.entrySet().stream()
                        .mapToDouble(pod -> rate(pod.getKey(), pod.getValue()))
                        .sum())
                : OptionalDouble.empty();
    }

    /** Calls a second of each pod that is there. */
    synchronized Map<String, Double> each(Duration now) {
        Map<String, Double> rates = new TreeMap<>();
        if (isKnown(now)) {
            pods.forEach((pod, calls) -> {
                if (present.contains(pod)) {
                    rates.put(pod, rate(pod, calls));
                }
            });
        }
        return rates;
    }

    private double rate(String pod, PodCalls calls) {
        boolean silent = present.contains(pod) && lastRead.minus(calls.lastAt()).compareTo(WINDOW) < 0;
        return calls.rate(silent ? calls.lastAt() : lastRead, WINDOW, begin);
    }

    private boolean isKnown(Duration now) {
        return begin != null
                && lastRead.minus(begin).compareTo(SHORTEST) >= 0
                && now.minus(lastRead).compareTo(WINDOW) < 0;
    }
}
