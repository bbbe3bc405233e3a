package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.deliver.Deliveries;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.SourceComponent;
import dev.dromedary.routes.kinesis.lease.Members;
import dev.dromedary.routes.kinesis.lease.Sheets;
import dev.dromedary.routes.kinesis.stream.Access;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sources of this room, by the Camel component {@code kinesis-source:<namespace>/<trigger>}: a consumer of the stream each. */
public final class StreamSources {

    /** Its name in URIs. */
    public static final String SCHEME = "kinesis-source";

    private static final Logger LOG = LoggerFactory.getLogger(StreamSources.class);

    private final Surroundings surroundings;
    private final SourceComponent<Subscription> component = new SourceComponent<>(
            SCHEME, (endpoint, processor, subscription) -> new StreamConsumer(endpoint, processor, this, subscription));
    private final Map<Source, StreamConsumer> running = new ConcurrentHashMap<>();
    private final Signal changes = new Signal();

    /**
     * What consumers live in.
     *
     * @param sheets where copies of the router agree on who reads what
     * @param members which copies there are
     */
    public record Surroundings(
            Deliveries deliveries, Access.Environment environment, Sheets sheets, Members members, Timing timing) {}

    /**
     * What a consumer reads, and how its events are delivered.
     *
     * @param delivery asked whenever it matters
     */
    public record Subscription(Source source, Supplier<Delivery> delivery) {}

    /** None yet. */
    public StreamSources(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Puts a subscription there, for the route that is built next. */
    public String put(Subscription subscription) {
        return component.put(subscription.source().name(), subscription);
    }

    /** How the consumer of a source is, in this copy of the router. */
    public Situation situation(Source source) {
        StreamConsumer consumer = running.get(source);
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

    void started(Source source, StreamConsumer consumer) {
        running.put(source, consumer);
    }

    void stopped(Source source, StreamConsumer consumer) {
        running.remove(source, consumer);
    }

    /** How many shards it reads is no change that anybody must look at. */
    void changed(Source source, Situation before, Situation now) {
        if (!before.getClass().equals(now.getClass())) {
            LOG.info("Kinesis source trigger={} is={}", source.trigger(), now);
            changes.raise(source.trigger().key());
        }
    }
}
