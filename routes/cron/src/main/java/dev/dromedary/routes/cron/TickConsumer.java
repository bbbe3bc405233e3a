package dev.dromedary.routes.cron;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Attempts;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.Flow;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Sends a trigger's ticks into its route, where this copy leads. */
final class TickConsumer extends DefaultConsumer {

    private final CrontabService service;
    private final TriggerId id;
    private Endpoint known;
    private Flow flow;
    private Ticking ticking;
    private volatile CronPlan newest;

    TickConsumer(Endpoint endpoint, Processor processor, CrontabService service, TriggerId id) {
        super(endpoint, processor);
        this.service = service;
        this.id = id;
    }

    /** As Camel knows it: the cron component's, around the one that made this. Only that one goes with its route. */
    @Override
    public Endpoint getEndpoint() {
        return known == null ? super.getEndpoint() : known;
    }

    TriggerId id() {
        return id;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        known = getEndpoint().getCamelContext().hasEndpoint(super.getEndpoint().getEndpointUri());
        newest = service.router()
                .table()
                .plan(id, CronPlan.class)
                .orElseThrow(() -> new IllegalStateException("There is no plan of " + id));
        Key function = newest.function();
        flow = service.router().deliveries().open(new Flow.Subject(id, function, this::delivery), Attempts.of(this));
        flow.undated();
        ticking = new Ticking(service, flow, this::plan);
        service.started(this);
    }

    @Override
    protected void doStop() throws Exception {
        if (ticking != null) {
            ticking.stop();
            service.stopped(this, newest.uid(), flow.close());
        }
        super.doStop();
    }

    /** Fires from now on, by this book; called again where the plan is another one. */
    void begin(ClaimBook book) {
        ticking.begin(book);
    }

    /** This copy leads no more. */
    void letGo() {
        ticking.letGo();
    }

    /** Fires no more; done when nothing is under way. */
    CompletableFuture<Void> drain() {
        return ticking.drain();
    }

    /** The plan that it runs by; of a route that ends, the last one. */
    private CronPlan plan() {
        Optional<CronPlan> plan = service.router().table().plan(id, CronPlan.class);
        plan.ifPresent(now -> newest = now);
        return newest;
    }

    private Delivery delivery() {
        return newest.delivery();
    }
}
