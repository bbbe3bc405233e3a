package dev.dromedary.routes.kafka.consume;

import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.deliver.Deliveries;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.SourceComponent;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.Cluster;
import dev.dromedary.routes.kafka.park.Parking;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sources of this room, by the Camel component {@code kafka-source:<namespace>/<trigger>/<function>}: a consumer of the topics each. */
public final class TopicSources {

    /** Its name in URIs. */
    public static final String SCHEME = "kafka-source";

    private static final Logger LOG = LoggerFactory.getLogger(TopicSources.class);

    private final Surroundings surroundings;
    private final SourceComponent<Subscription> component = new SourceComponent<>(
            SCHEME, (endpoint, processor, subscription) -> new TopicConsumer(endpoint, processor, this, subscription));
    private final Map<Source, TopicConsumer> running = new ConcurrentHashMap<>();
    private final Signal changes = new Signal();

    /**
     * What consumers live in.
     *
     * @param parking where consumers are that have nothing to do
     * @param member which copy of the router this is, where it keeps its partitions while it starts again; empty: it does not
     */
    public record Surroundings(
            Deliveries deliveries,
            Access.Environment environment,
            Timing timing,
            Parking parking,
            Optional<String> member) {}

    /**
     * What a consumer reads, from where, and how its events are delivered.
     *
     * @param delivery asked whenever it matters
     */
    public record Subscription(Source source, Cluster cluster, Supplier<Delivery> delivery) {}

    /** None yet. */
    public TopicSources(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Puts a subscription there, for the route that is built next. */
    public String put(Subscription subscription) {
        return component.put(subscription.source().name(), subscription);
    }

    /** The consumers whose routes run, in this copy of the router. */
    public Map<Source, TopicConsumer> running() {
        return Map.copyOf(running);
    }

    /** How the consumer of a source is, in this copy of the router. */
    public Situation situation(Source source) {
        TopicConsumer consumer = running.get(source);
        return consumer == null ? new Situation.Stopped() : consumer.situation();
    }

    /** Raised when {@link #situation} may say another thing. */
    public Signal changes() {
        return changes;
    }

    /** What has their routes find them. */
    public Component component() {
        return component;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    void started(Source source, TopicConsumer consumer) {
        running.put(source, consumer);
    }

    void stopped(Source source, TopicConsumer consumer) {
        running.remove(source, consumer);
    }

    /** A lag that moves is no change that anybody must look at. */
    void changed(Source source, Situation before, Situation now) {
        if (!before.getClass().equals(now.getClass())) {
            LOG.info("Kafka source group={} is={}", source.group(), now);
            changes.raise(source.trigger().key());
        }
    }
}
