package dev.dromedary.routes.http;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.RouteTable;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.invoke.Measures;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Camel's {@code http-trigger:<namespace>/<name>} component: the requests of one HTTPTrigger, taken from the router's one
 * listener. Stopping the route takes the trigger out of the directory.
 */
final class HttpTriggerComponent extends DefaultComponent {

    private final HttpListener listener;
    private final RouteTable table;
    private final Measures measures;
    private final Attendants attendants;

    /** A component over this listener; add it to the context under the name {@code http-trigger}. */
    HttpTriggerComponent(HttpListener listener, RouteTable table, Measures measures, Attendants attendants) {
        this.listener = listener;
        this.table = table;
        this.measures = measures;
        this.attendants = attendants;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        int slash = remaining.indexOf('/');
        Key key = new Key(remaining.substring(0, slash), remaining.substring(slash + 1));
        return new HttpTriggerEndpoint(uri, this, new TriggerId(Kind.HTTP_TRIGGER, key));
    }

    HttpListener listener() {
        return listener;
    }

    RouteTable table() {
        return table;
    }

    Measures measures() {
        return measures;
    }

    Attendants attendants() {
        return attendants;
    }

    private static final class HttpTriggerEndpoint extends DefaultEndpoint {

        private final TriggerId id;

        HttpTriggerEndpoint(String uri, HttpTriggerComponent component, TriggerId id) {
            super(uri, component);
            this.id = id;
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new HttpTriggerConsumer(this, processor, (HttpTriggerComponent) getComponent(), id);
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException("http-trigger: is a source only");
        }
    }
}
