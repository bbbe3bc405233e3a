package dev.dromedary.routes.core.invoke;

import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Camel's {@code function:} component: {@code to("function:call")} hands the {@link Call} in the body to the
 * {@link Invoker}, and the body becomes its {@link Answer}. The thread goes on meanwhile; no answer is an exception of type
 * {@link InvocationFailed}.
 */
public final class FunctionComponent extends DefaultComponent {

    private final Invoker invoker;

    /** A component over this invoker; add it to the context under the name {@code function}. */
    public FunctionComponent(Invoker invoker) {
        this.invoker = invoker;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new FunctionEndpoint(uri, this);
    }

    private static final class FunctionEndpoint extends DefaultEndpoint {

        FunctionEndpoint(String uri, FunctionComponent component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            return new FunctionProducer(this, ((FunctionComponent) getComponent()).invoker);
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("function: is a target only");
        }
    }

    private static final class FunctionProducer extends DefaultAsyncProducer {

        private final Invoker invoker;

        FunctionProducer(Endpoint endpoint, Invoker invoker) {
            super(endpoint);
            this.invoker = invoker;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            invoker.invoke(exchange.getMessage().getBody(Call.class), new Onward(exchange, callback));
            return false;
        }
    }

    /** The exchange goes on with what became of the call. */
    private record Onward(Exchange exchange, AsyncCallback callback) implements Invoker.Reception {

        @Override
        public void answered(Answer answer) {
            exchange.getMessage().setBody(answer);
            callback.done(false);
        }

        @Override
        public void failed(InvocationFailed because) {
            exchange.setException(because);
            callback.done(false);
        }
    }
}
