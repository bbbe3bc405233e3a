package dev.dromedary.routes.core;

import dev.dromedary.crd.Key;
import java.time.Instant;
import java.util.Optional;

/**
 * What a trigger's route should be: one record per room, so that "did anything change?" is {@code equals}. Only a change
 * of {@link #source()} builds the route anew; everything else the running route reads from the {@link RouteTable}.
 */
public interface RoutePlan {

    /** The trigger. */
    TriggerId id();

    /** Which of the trigger's routes. */
    default RouteKey route() {
        return id();
    }

    /**
     * The function it calls, in the trigger's namespace; {@code null} where the trigger selects functions, and this is not the plan of
     * a route to one of them.
     */
    Key function();

    /** Which functions the trigger selects, each of which gets a route by {@link Room#branches}; empty: it names {@link #function}. */
    default Optional<Selection> selection() {
        return Optional.empty();
    }

    /** When the trigger was made: of two that claim the same, the older one has it. */
    Instant created();

    /** What the route is built from: compared by {@code equals}. */
    Object source();

    /** Where it listens, for a person to read; {@code null} where the kind has no such thing. */
    String address();
}
