package dev.dromedary.routes.core.deliver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/**
 * A Camel component of sources: {@code <scheme>:<name>} is a consumer of the subscription that was {@link #put put} there under that name.
 * So nothing of a user's text is in a URI.
 *
 * @param <S> what is consumed, and all that its consumer must know
 */
public final class SourceComponent<S> extends DefaultComponent {

    private final String scheme;
    private final Opening<S> opening;
    private final Map<String, S> subscriptions = new ConcurrentHashMap<>();

    /** Makes the consumer of a subscription. */
    public interface Opening<S> {

        /** It is not started yet. */
        Consumer open(Endpoint endpoint, Processor processor, S subscription);
    }

    /**
     * A component without subscriptions.
     *
     * @param scheme its name in URIs
     */
    public SourceComponent(String scheme, Opening<S> opening) {
        this.scheme = scheme;
        this.opening = opening;
    }

    /**
     * Puts a subscription there, for the route that is built next.
     *
     * @return its URI
     */
    public String put(String name, S subscription) {
        subscriptions.put(name, subscription);
        return scheme + ":" + name;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        S subscription = subscriptions.get(remaining);
        if (subscription == null) {
            throw new IllegalArgumentException("There is no subscription " + remaining);
        }
        return new SourceEndpoint<>(uri, this, remaining, subscription);
    }

    private static final class SourceEndpoint<S> extends DefaultEndpoint {

        private final SourceComponent<S> component;
        private final String name;
        private final S subscription;

        SourceEndpoint(String uri, SourceComponent<S> component, String name, S subscription) {
            super(uri, component);
            this.component = component;
            this.name = name;
            this.subscription = subscription;
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return component.opening.open(this, processor, subscription);
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException(component.scheme + ": is a source only");
        }

        /** Its route is gone. */
        @Override
        protected void doStop() throws Exception {
            component.subscriptions.remove(name, subscription);
            super.doStop();
        }

        @Override
        public boolean isSingleton() {
            return false;
        }
    }
}
