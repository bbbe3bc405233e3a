package dev.dromedary.routes.kafka.park;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Whose consumers run in this copy of the router, and whose need not. Thread-safe. */
final class Places {

    /** So many at a time begin their groups, or keep them from being forgotten: a thousand that come at once do not all run at once. */
    private static final int BEGINNERS = 50;

    private static final Duration BEGINNING = Duration.ofSeconds(15);

    private final int kept;
    private final Set<Stand> running = new HashSet<>();
    private final Map<Stand, Long> beginners = new HashMap<>();

    /**
     * Nobody yet.
     *
     * @param kept how many are never parked: those that had the latest records
     */
    Places(int kept) {
        if (kept < 0) {
            throw new IllegalArgumentException(
                    "The number of consumers that are never parked is at least 0, not " + kept);
        }
        this.kept = kept;
    }

    /** Has it run if it would not be parked anyway; whether it does. */
    synchronized boolean take(Stand stand) {
        return running.size() < kept && running.add(stand);
    }

    /** It runs, come what may. */
    synchronized void run(Stand stand) {
        running.add(stand);
    }

    /** Has it run, if not too many are about to begin; whether it does. */
    synchronized boolean begin(Stand stand, long now) {
        beginners.values().removeIf(since -> now - since >= BEGINNING.toNanos());
        if (beginners.size() >= BEGINNERS) {
            return false;
        }
        beginners.put(stand, now);
        return running.add(stand);
    }

    /** It does not run any more. */
    synchronized void leave(Stand stand) {
        running.remove(stand);
        beginners.remove(stand);
    }

    /** Whether enough others run that had records later. */
    synchronized boolean isSpare(Stand stand) {
        return running.size() > kept
                && running.stream().filter(other -> other.precedes(stand)).count() >= kept;
    }
}
