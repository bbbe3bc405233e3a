package dev.dromedary.routes.core;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.ReplayStatus;
import dev.dromedary.kube.Signal;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;

/**
 * A trigger kind: how its objects are read, and what their routes look like. Rooms know nothing of each other.
 *
 * @param <P> the plan of its routes
 */
public interface Room<P extends RoutePlan> {

    /** The kind of trigger. */
    Kind kind();

    /** Reads a trigger: its plan, or what is wrong with it. Pure. */
    Reading<P> read(GenericKubernetesResource trigger);

    /**
     * What two triggers cannot both have, such as a host and path; empty if triggers of this kind never get in each
     * other's way. Of several that claim the same, {@link Plans} lets the oldest have it.
     */
    default Optional<Object> claim(P plan) {
        return Optional.empty();
    }

    /**
     * The plans of a trigger's routes to the functions that it selects. Only kinds that select have it.
     *
     * @param functions in the order of their names
     */
    default List<P> branches(P plan, List<Key> functions) {
        throw new UnsupportedOperationException(kind() + " names its function");
    }

    /** Adds the route of a plan, which gets the id {@code plan.route().routeId()}. */
    void build(P plan, RouteBuilder routes);

    /** A route that runs goes on by another plan, of the same {@link RoutePlan#source source}. Quick. */
    default void changed(P plan) {}

    /**
     * What only the routes that run know of how the trigger is, in this copy of the router; empty: nothing to say.
     *
     * @param routes the plans of its routes: one, or one for each function that it selects
     */
    default List<Condition> standing(P plan, List<P> routes) {
        return List.of();
    }

    /**
     * How far the replay is that a trigger asks for; empty: it asks for none.
     *
     * @param routes as for {@link #standing}
     * @param before as its status says; empty: nothing yet
     */
    default Optional<ReplayStatus> replay(P plan, List<P> routes, Optional<ReplayStatus> before) {
        return Optional.empty();
    }

    /** Raised when {@link #standing} or {@link #replay} may say another thing. */
    default List<Signal> signals() {
        return List.of();
    }
}
