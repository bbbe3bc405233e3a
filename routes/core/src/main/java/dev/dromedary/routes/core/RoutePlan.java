package dev.dromedary.routes.core;

import dev.dromedary.crd.Key;
import java.time.Instant;

/**
 * What a trigger's route should be: one record per room, so that "did anything change?" is {@code equals}. Only a change
 * of {@link #source()} builds the route anew; everything else the running route reads from the {@link RouteTable}.
 */
public interface RoutePlan {

    /** The trigger. */
    TriggerId id();

    /** The function it calls, in the trigger's namespace. */
    Key function();

    /** When the trigger was made: of two that claim the same, the older one has it. */
    Instant created();

    /** What the route is built from: compared by {@code equals}. */
    Object source();

    /** Where it listens, for a person to read; {@code null} where the kind has no such thing. */
    String address();
}
