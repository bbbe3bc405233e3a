package dev.dromedary.kube;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: doubled each time, up to a cap, with jitter so that many do not come at once.
 *
 * @param first the first wait
 * @param cap the longest wait
 */
public record Backoff(Duration first, Duration cap) {

    /**
     * As Kubernetes' controllers have it, with a cap that a person can wait for: at it, a minute lies between two tries at
     * least, so that an object that is stuck costs the API server no more than one pass's calls a minute.
     */
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(50), Duration.ofMinutes(2));

    private static final int MOST_DOUBLINGS = 30;

    /**
     * The wait after so many failures in a row.
     *
     * @param failures 1 or more
     * @return between half and the whole of the doubled wait
     */
    public Duration after(int failures, RandomGenerator random) {
        long doubled = first.toMillis() << Math.min(Math.max(failures, 1) - 1, MOST_DOUBLINGS);
        long most = Math.min(doubled, cap.toMillis());
        return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
    }
}
