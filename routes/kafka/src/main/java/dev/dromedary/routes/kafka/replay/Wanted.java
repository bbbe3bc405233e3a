package dev.dromedary.routes.kafka.replay;

import dev.dromedary.routes.core.deliver.Attempts;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.Filter;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.deliver.Mode;
import dev.dromedary.routes.core.deliver.OnExhausted;
import dev.dromedary.routes.kafka.cluster.Cluster;
import dev.dromedary.routes.kafka.consume.Source;
import dev.dromedary.routes.kafka.consume.StartPosition;
import dev.dromedary.routes.kafka.consume.Topics;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A replay that is to run here.
 *
 * @param route that the letters take
 * @param cluster which has the letters
 * @param events how the trigger's events are delivered, whenever it is asked
 */
record Wanted(ReplayOrder order, Source source, Attempts route, Cluster cluster, Supplier<Delivery> events) {

    /** Whether it is the same: how events are delivered may change while it runs. */
    boolean isSameAs(Wanted other) {
        return order.equals(other.order) && route == other.route && cluster.equals(other.cluster);
    }

    /** The topic with the letters, and the group that says how far they are replayed. */
    Source letters() {
        Topics topics = new Topics.Named(order.from());
        return new Source(
                source.trigger(),
                source.function(),
                topics,
                Source.group(source.trigger(), source.function(), topics),
                new StartPosition.Earliest());
    }

    /** As the trigger's events; but they were asked for, however old they are, and what fails goes back to where it was. */
    Supplier<Delivery> delivery() {
        return () -> {
            Delivery as = events.get();
            return new Delivery(
                    Mode.AT_LEAST_ONCE,
                    as.attempts(),
                    as.backoff(),
                    as.timeout(),
                    Optional.empty(),
                    as.success(),
                    as.ordering(),
                    as.concurrency(),
                    as.batching(),
                    Filter.ALL,
                    Optional.of(new LetterTarget.Kafka(order.from())),
                    OnExhausted.HOLD);
        };
    }
}
