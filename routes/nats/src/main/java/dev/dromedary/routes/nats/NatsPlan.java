package dev.dromedary.routes.nats;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.Branch;
import dev.dromedary.routes.core.RouteKey;
import dev.dromedary.routes.core.RoutePlan;
import dev.dromedary.routes.core.Selection;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.nats.consume.Source;
import dev.dromedary.routes.nats.consume.Terms;
import dev.dromedary.routes.nats.server.Servers;
import java.time.Instant;
import java.util.Optional;

/**
 * The plan of a NATSTrigger, or of its route to one function.
 *
 * @param function {@code null}: it is the trigger's
 * @param reads what all its routes have alike
 * @param delivery how events are delivered
 */
record NatsPlan(TriggerId id, Key function, Instant created, Selection selects, Reads reads, Delivery delivery)
        implements RoutePlan {

    /**
     * What is read.
     *
     * @param name of the queue group, or of the stream's consumer; empty: one for each function
     * @param reply whether who waits for an answer gets one
     * @param stream empty: messages come as they are published
     */
    record Reads(String subject, Servers servers, Optional<String> name, boolean reply, Optional<Kept> stream) {}

    /** Which stream, and how the consumer in it is to be. */
    record Kept(String stream, Terms terms) {}

    /** What a route is built from: lanes are as they are ordered. */
    private record Built(Reads reads, Key function, Object ordering) {}

    /** That of the route to one function. */
    NatsPlan to(Key chosen) {
        return new NatsPlan(id, chosen, created, selects, reads, delivery);
    }

    /** What its route's consumer reads. Only of a route's plan. */
    Source consumed() {
        Source.From from = reads.stream()
                .<Source.From>map(kept -> new Source.Stream(
                        kept.stream(), reads.name().orElseGet(() -> Source.durable(id, function)), kept.terms()))
                .orElseGet(() -> new Source.Queue(
                        reads.name().orElseGet(() -> Source.group(id, function, reads.subject())), reads.reply()));
        return new Source(id, function, reads.subject(), from);
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
