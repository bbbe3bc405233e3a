package dev.dromedary.routes.kafka;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.Branch;
import dev.dromedary.routes.core.RouteKey;
import dev.dromedary.routes.core.RoutePlan;
import dev.dromedary.routes.core.Selection;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.kafka.cluster.Cluster;
import dev.dromedary.routes.kafka.consume.Source;
import dev.dromedary.routes.kafka.consume.StartPosition;
import dev.dromedary.routes.kafka.consume.Topics;
import dev.dromedary.routes.kafka.replay.ReplayOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * The plan of a KafkaTrigger, or of its route to one function.
 *
 * @param function {@code null}: it is the trigger's
 * @param reads what all its routes have alike
 * @param delivery how events are delivered
 * @param replay what is asked for; empty: nothing
 */
record KafkaPlan(
        TriggerId id,
        Key function,
        Instant created,
        Selection selects,
        Reads reads,
        Delivery delivery,
        Optional<ReplayOrder> replay)
        implements RoutePlan {

    /**
     * What is read.
     *
     * @param group the consumer group; empty: one for each function, named as Kubeless did
     */
    record Reads(Topics topics, Cluster cluster, Optional<String> group, StartPosition start) {}

    /** What a route is built from: lanes are as they are ordered. */
    private record Built(Reads reads, Key function, Object ordering) {}

    /** That of the route to one function. */
    KafkaPlan to(Key chosen) {
        return new KafkaPlan(id, chosen, created, selects, reads, delivery, replay);
    }

    /** What its route's consumer reads. Only of a route's plan. */
    Source consumed() {
        String group = reads.group().orElseGet(() -> Source.group(id, function, reads.topics()));
        return new Source(id, function, reads.topics(), group, reads.start());
    }

    @Override
    public RouteKey route() {
        return function == null ? id : new Branch(id, function.name());
    }

    @Override
    public Optional<Selection> selection() {
        return Optional.of(selects);
    }

    @Override
    public Object source() {
        return new Built(reads, function, delivery.ordering());
    }

    @Override
    public String address() {
        return null;
    }
}
