package dev.dromedary.routes.http;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.RoutePlan;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.http.auth.AuthPlan;
import dev.dromedary.routes.http.gateway.WayIn;
import dev.dromedary.routes.http.rules.Rules;
import java.time.Instant;
import java.util.Optional;

/**
 * The plan of an HTTPTrigger's route.
 *
 * @param listens which requests are its own
 * @param rules what holds for them
 * @param auth who may call
 * @param certificate the name of the TLS Secret whose certificate the router's own listener shows for the host; empty: none
 * @param wayIn how the cluster's own gateway leads them here; empty: it does not
 */
record HttpPlan(
        TriggerId id,
        Key function,
        Instant created,
        HttpAddress listens,
        Rules rules,
        AuthPlan auth,
        Optional<String> certificate,
        Optional<WayIn> wayIn)
        implements RoutePlan {

    @Override
    public Object source() {
        return listens;
    }

    @Override
    public String address() {
        return listens.toString();
    }
}
