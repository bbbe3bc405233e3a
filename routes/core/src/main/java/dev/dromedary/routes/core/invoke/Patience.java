package dev.dromedary.routes.core.invoke;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a call may take.
 *
 * @param response until the function begins to answer; empty: the function's own time-out and a little more
 * @param idle while no byte goes either way
 * @param ready until a pod is ready, where none is
 */
public record Patience(Optional<Duration> response, Duration idle, Duration ready) {

    /** What holds where nobody says anything else. */
    public static final Patience DEFAULT =
            new Patience(Optional.empty(), Duration.ofMinutes(5), Duration.ofSeconds(30));
}
