package dev.dromedary.routes.http;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.RoutePlan;
import dev.dromedary.routes.core.TriggerId;
import java.time.Instant;

/**
 * The plan of an HTTPTrigger's route.
 *
 * @param listens which requests are its own
 * @param cors whether browsers' cross-origin questions are answered
 */
record HttpPlan(TriggerId id, Key function, Instant created, HttpAddress listens, boolean cors) implements RoutePlan {

    @Override
    public Object source() {
        return listens;
    }

    @Override
    public String address() {
        return listens.toString();
    }
}
