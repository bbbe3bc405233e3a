package dev.dromedary.routes.core.deliver;

import java.time.Duration;

/**
 * How long to wait before the next attempt.
 *
 * @param initial before the second
 * @param max the longest
 * @param multiplier what each wait is longer by than the one before; at least 1
 * @param jitter which part of each wait is left to chance, from 0 to 1: without it, what failed together comes again together
 */
public record Backoff(Duration initial, Duration max, double multiplier, double jitter) {

    /** What holds where nobody says anything else: 1s, 2s, 4s … 1m, each up to half as long. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 2, 0.5);

    /**
     * The wait after an attempt.
     *
     * @param attempt the first is 1
     * @param chance from 0 to 1
     */
    public Duration after(int attempt, double chance) {
        double full = Math.min(
                (double) max.toMillis(), (double) initial.toMillis() * Math.pow(multiplier, Math.max(0, attempt - 1)));
        return Duration.ofMillis(Math.round(full * (1 - jitter * chance)));
    }
}
