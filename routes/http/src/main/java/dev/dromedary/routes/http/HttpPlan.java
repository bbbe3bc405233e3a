package dev.dromedary.routes.http;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.RoutePlan;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.http.rules.Rules;
import java.time.Instant;

/**
 * The plan of an HTTPTrigger's route.
 *
 * @param listens which requests are its own
 * @param rules what holds for them
 */
record HttpPlan(TriggerId id, Key function, Instant created, HttpAddress listens, Rules rules) implements RoutePlan {

    @Override
    public Object source() {
        return listens;
    }

    @Override
    public String address() {
        return listens.toString();
    }
}
