package dev.dromedary.routes.kinesis;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.RoutePlan;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.kinesis.consume.Source;
import java.time.Instant;

/**
 * The plan of a KinesisTrigger.
 *
 * @param consumed what is read
 * @param delivery how events are delivered
 */
record KinesisPlan(Instant created, Source consumed, Delivery delivery) implements RoutePlan {

    /** What a route is built from: lanes are as they are ordered. */
    private record Built(Source consumed, Object ordering) {}

    @Override
    public TriggerId id() {
        return consumed.trigger();
    }

    @Override
    public Key function() {
        return consumed.function();
    }

    @Override
    public Object source() {
        return new Built(consumed, delivery.ordering());
    }

    @Override
    public String address() {
        return null;
    }
}
