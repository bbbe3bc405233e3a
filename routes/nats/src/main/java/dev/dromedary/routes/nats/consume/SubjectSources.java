package dev.dromedary.routes.nats.consume;

import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.deliver.Deliveries;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.nats.server.Connections;
import dev.dromedary.routes.nats.server.Servers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
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
 * The Camel component {@code nats-source:<namespace>/<trigger>/<function>}: a consumer of the subject that was {@link #put put} there
 * under that name. So nothing of a user's text is in a URI.
 */
public final class SubjectComponent extends DefaultComponent {

    /** Its name in URIs. */
    public static final String SCHEME = "nats-source";

    private static final Logger LOG = LoggerFactory.getLogger(SubjectComponent.class);

    private final Surroundings surroundings;
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
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

    /** A component without subscriptions. */
    public SubjectComponent(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Puts a subscription there, for the route that is built next. */
    public String put(Subscription subscription) {
        String name = subscription.source().name();
        subscriptions.put(name, subscription);
        return SCHEME + ":" + name;
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

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Subscription subscription = subscriptions.get(remaining);
        if (subscription == null) {
            throw new IllegalArgumentException("There is no subscription " + remaining);
        }
        return new SubjectEndpoint(uri, this, subscription);
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

    private static final class SubjectEndpoint extends DefaultEndpoint {

        private final SubjectComponent component;
        private final Subscription subscription;

        SubjectEndpoint(String uri, SubjectComponent component, Subscription subscription) {
            super(uri, component);
            this.component = component;
            this.subscription = subscription;
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new SubjectConsumer(this, processor, component, subscription);
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
