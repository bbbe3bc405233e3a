package dev.dromedary.routes.core.source;

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
 */
final class SourceComponent<S extends Consumed> extends DefaultComponent {

    private final String scheme;
    private final Sources<S> sources;
    private final Map<String, Sources.Subscription<S>> subscriptions = new ConcurrentHashMap<>();

    SourceComponent(String scheme, Sources<S> sources) {
        this.scheme = scheme;
        this.sources = sources;
    }

    String put(Sources.Subscription<S> subscription) {
        String name = subscription.source().name();
        subscriptions.put(name, subscription);
        return scheme + ":" + name;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Sources.Subscription<S> subscription = subscriptions.get(remaining);
        if (subscription == null) {
            throw new IllegalArgumentException("There is no subscription " + remaining);
        }
        return new SourceEndpoint<>(uri, this, subscription);
    }

    private static final class SourceEndpoint<S extends Consumed> extends DefaultEndpoint {

        private final SourceComponent<S> component;
        private final Sources.Subscription<S> subscription;

        SourceEndpoint(String uri, SourceComponent<S> component, Sources.Subscription<S> subscription) {
            super(uri, component);
            this.component = component;
            this.subscription = subscription;
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new SourceConsumer<>(this, processor, component.sources, subscription);
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException(component.scheme + ": is a source only");
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
