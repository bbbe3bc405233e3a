package dev.dromedary.routes.cron;

import dev.dromedary.crd.Key;
import dev.dromedary.kube.Hash;
import dev.dromedary.routes.core.RoutePlan;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Delivery;
import java.time.Instant;
import java.util.List;

/**
 * The plan of a CronJobTrigger's route.
 *
 * @param uid of the trigger: a part of each event's id
 * @param schedule when the function is called
 * @param payload JSON text to POST; empty: the call is a GET
 * @param terms what else it says of its ticks
 * @param delivery how each is delivered
 */
record CronPlan(
        TriggerId id,
        Key function,
        Instant created,
        String uid,
        Schedule schedule,
        String payload,
        Terms terms,
        Delivery delivery)
        implements RoutePlan {

    private static final int DIGITS = 8;

    @Override
    public Object source() {
        return List.of(schedule, function, delivery.ordering());
    }

    @Override
    public String address() {
        return null;
    }

    /** What tells a change of the schedule, and the end of a suspension, from the schedule that was. */
    String basis() {
        return Hash.sha256(schedule.toString() + terms.suspended()).substring(0, DIGITS);
    }
}
