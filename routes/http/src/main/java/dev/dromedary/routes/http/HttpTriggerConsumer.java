package dev.dromedary.routes.http;

import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.invoke.InvocationFailed;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the requests of one trigger through its route, on the event loop that they came in on. */
final class HttpTriggerConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(HttpTriggerConsumer.class);

    private final HttpTriggerComponent component;
    private final TriggerId id;
    private final Admission admission = new Admission();
    private HttpAddress address;
    private Passage passage;

    HttpTriggerConsumer(Endpoint endpoint, Processor processor, HttpTriggerComponent component, TriggerId id) {
        super(endpoint, processor);
        this.component = component;
        this.id = id;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        HttpPlan plan = plan().orElseThrow(() -> new IllegalStateException("No plan for " + id));
        address = plan.listens();
        passage = new Passage(
                admission,
                component.attendants().begins(plan),
                component
                        .measures()
                        .ofTrigger("HTTPTrigger", id.key().namespace(), id.key().name()));
        component.listener().directory().add(address, this);
    }

    @Override
    protected void doStop() throws Exception {
        component.listener().directory().remove(address, this);
        component.attendants().ended(id);
        component.measures().forget(passage.requests());
        super.doStop();
    }

    /** Takes one request; it is answered whatever happens. */
    void accept(Visit visit) {
        Optional<HttpPlan> plan = plan();
        if (plan.isEmpty()) {
            visit.refuse(404, "The trigger is being removed");
            return;
        }
        visit.journey().begin(plan.get(), passage);
        visit.trace().goes(id.key(), plan.get().function(), address.path());
        Exchange exchange = createExchange(true);
        exchange.getMessage().setBody(visit);
        getAsyncProcessor().process(exchange, doneSync -> {
            Exception failure = exchange.getException();
            if (failure != null) {
                refuse(visit, failure);
            }
            releaseExchange(exchange, true);
        });
    }

    private Optional<HttpPlan> plan() {
        return component.table().plan(id, HttpPlan.class);
    }

    private void refuse(Visit visit, Exception failure) {
        if (failure instanceof InvocationFailed failed) {
            visit.refuse(failed.status(), failed.getMessage());
        } else {
            LOG.error("A request could not be carried out trigger={}", id, failure);
            visit.refuse(500, "The router could not carry out the request");
        }
    }
}
