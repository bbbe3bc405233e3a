package dev.dromedary.routes.core.deliver;

import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultConsumer;

/** The way into a trigger's route. */
public interface Attempts {

    /**
     * Sends one attempt through the route; does not wait.
     *
     * @param over told once what went wrong; {@code null}: nothing that the pass does not know
     */
    void begin(Pass pass, Consumer<Throwable> over);

    /** That behind a Camel consumer. */
    static Attempts of(DefaultConsumer consumer) {
        return (pass, over) -> {
            Exchange exchange = consumer.createExchange(false);
            exchange.getMessage().setBody(pass);
            consumer.getAsyncProcessor().process(exchange, doneSync -> {
                Throwable because = exchange.getException();
                consumer.releaseExchange(exchange, false);
                over.accept(because);
            });
        };
    }
}
