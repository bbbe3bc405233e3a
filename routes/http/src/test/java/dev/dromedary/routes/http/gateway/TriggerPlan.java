package dev.dromedary.routes.http.gateway;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.RoutePlan;
import dev.dromedary.routes.core.TriggerId;
import java.time.Instant;
import java.util.Optional;

/** The plan of an HTTPTrigger, as far as its way in is concerned. */
record TriggerPlan(TriggerId id, Key function, Instant created, String address, Optional<WayIn> wayIn)
        implements RoutePlan {

    @Override
    public Object source() {
        return address;
    }
}
