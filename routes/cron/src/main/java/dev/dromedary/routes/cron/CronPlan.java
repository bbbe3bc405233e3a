package dev.dromedary.routes.cron;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.RoutePlan;
import dev.dromedary.routes.core.TriggerId;
import java.time.Instant;

/**
 * The plan of a CronJobTrigger's route.
 *
 * @param uid of the trigger: a part of each event's id
 * @param schedule when the function is called
 * @param payload JSON text to POST; empty: the call is a GET
 */
record CronPlan(TriggerId id, Key function, Instant created, String uid, Schedule schedule, String payload)
        implements RoutePlan {

    @Override
    public Object source() {
        return schedule;
    }

    @Override
    public String address() {
        return null;
    }
}
