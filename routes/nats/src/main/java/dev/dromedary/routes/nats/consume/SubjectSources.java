package dev.dromedary.routes.nats.consume;

import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.deliver.Deliveries;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.SourceComponent;
import dev.dromedary.routes.nats.server.Connections;
import dev.dromedary.routes.nats.server.Servers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sources of this room, by the Camel component {@code nats-source:<namespace>/<trigger>/<function>}: a consumer of the subject each. */
public final class SubjectSources {

    /** Its name in URIs. */
    public static final String SCHEME = "nats-source";

    private static final Logger LOG = LoggerFactory.getLogger(SubjectSources.class);

    private final Surroundings surroundings;
    private final SourceComponent<Subscription> component = new SourceComponent<>(
            SCHEME,
            (endpoint, processor, subscription) -> new SubjectConsumer(endpoint, processor, this, subscription));
    private final Map<Source, SubjectConsumer> running = new ConcurrentHashMap<>();
    private final Signal changes = new Signal();

    /**
     * What consumers live in.
     *
     * @param leads whether this copy of the router says for all how far behind they are
     */
    public record Surroundings(Deliveries deliveries, Connections connections, Timing timing, BooleanSupplier leads) {}

    /**
     * What a consumer reads, from where, and how its events are delivered.
     *
     * @param delivery asked whenever it matters
     */
    public record Subscription(Source source, Servers servers, Supplier<Delivery> delivery) {}

    /** None yet. */
    public SubjectSources(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Puts a subscription there, for the route that is built next. */
    public String put(Subscription subscription) {
        return component.put(subscription.source().name(), subscription);
    }

    /** How the consumer of a source is, in this copy of the router. */
    public Situation situation(Source source) {
        SubjectConsumer consumer = running.get(source);
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

    void started(Source source, SubjectConsumer consumer) {
        running.put(source, consumer);
    }

    void stopped(Source source, SubjectConsumer consumer) {
        running.remove(source, consumer);
    }

    void changed(Source source, Situation now) {
        LOG.info("NATS source route={} is={}", source.route(), now);
        changes.raise(source.trigger().key());
    }
}
