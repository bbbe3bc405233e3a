package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.deliver.Deliveries;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.kinesis.lease.Members;
import dev.dromedary.routes.kinesis.lease.Sheets;
import dev.dromedary.routes.kinesis.stream.Access;
import java.util.Map;
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
 * The Camel component {@code kinesis-source:<namespace>/<trigger>}: a consumer of the stream that was {@link #put
 * put} there under that name. So nothing of a user's text is in a URI.
 */
public final class StreamComponent extends DefaultComponent {

    /** Its name in URIs. */
    public static final String SCHEME = "kinesis-source";

    private static final Logger LOG = LoggerFactory.getLogger(StreamComponent.class);

    private final Surroundings surroundings;
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
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

    /** A component without subscriptions. */
    public StreamComponent(Surroundings surroundings) {
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
        StreamConsumer consumer = running.get(source);
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
        return new StreamEndpoint(uri, this, subscription);
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

    private static final class StreamEndpoint extends DefaultEndpoint {

        private final StreamComponent component;
        private final Subscription subscription;

        StreamEndpoint(String uri, StreamComponent component, Subscription subscription) {
            super(uri, component);
            this.component = component;
            this.subscription = subscription;
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new StreamConsumer(this, processor, component, subscription);
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
