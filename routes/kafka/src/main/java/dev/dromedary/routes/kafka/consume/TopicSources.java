package dev.dromedary.routes.kafka.consume;

import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.deliver.Deliveries;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.Cluster;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Camel component {@code kafka-source:<namespace>/<trigger>/<function>}: a consumer of the topics that were {@link #put
 * put} there under that name. So nothing of a user's text is in a URI.
 */
public final class TopicComponent extends DefaultComponent {

    /** Its name in URIs. */
    public static final String SCHEME = "kafka-source";

    private static final Logger LOG = LoggerFactory.getLogger(TopicComponent.class);

    private final Surroundings surroundings;
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Map<Source, TopicConsumer> running = new ConcurrentHashMap<>();
    private final Signal changes = new Signal();

    /**
     * What consumers live in.
     *
     * @param member which copy of the router this is, where it keeps its partitions while it starts again; empty: it does not
     */
    public record Surroundings(
            Deliveries deliveries, Access.Environment environment, Timing timing, Optional<String> member) {}

    /**
     * What a consumer reads, from where, and how its events are delivered.
     *
     * @param delivery asked whenever it matters
     */
    public record Subscription(Source source, Cluster cluster, Supplier<Delivery> delivery) {}

    /** A component without subscriptions. */
    public TopicComponent(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Puts a subscription there, for the route that is built next. */
    public String put(Subscription subscription) {
        String name = subscription.source().name();
        subscriptions.put(name, subscription);
        return SCHEME + ":" + name;
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

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Subscription subscription = subscriptions.get(remaining);
        if (subscription == null) {
            throw new IllegalArgumentException("There is no subscription " + remaining);
        }
        return new TopicEndpoint(uri, this, subscription);
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

    private static final class TopicEndpoint extends DefaultEndpoint {

        private final TopicComponent component;
        private final Subscription subscription;

        TopicEndpoint(String uri, TopicComponent component, Subscription subscription) {
            super(uri, component);
            this.component = component;
            this.subscription = subscription;
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new TopicConsumer(this, processor, component, subscription);
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException(SCHEME + ": is a source only");
        }

        /** Its route is gone. */
        @Override
        protected void doStop() throws Exception {
            component.subscriptions.remove(subscription.source().name(), subscription);
            super.doStop();
        }

        @Override
        public boolean isSingleton() {
            return false;
        }
    }
}
