package dev.dromedary.routes.core.source;

import dev.dromedary.routes.core.deliver.Attempts;
import dev.dromedary.routes.core.deliver.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a source for a trigger's route, as long as the route runs. */
final class SourceConsumer<S extends Consumed> extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(SourceConsumer.class);

    private final Sources<S> sources;
    private final Sources.Subscription<S> subscription;
    private final Attempts attempts = Attempts.of(this);
    private final AtomicReference<Situation> situation = new AtomicReference<>(new Situation.Stopped());
    private SourceReader reader;
    private Flow flow;

    SourceConsumer(Endpoint endpoint, Processor processor, Sources<S> sources, Sources.Subscription<S> subscription) {
        super(endpoint, processor);
        this.sources = sources;
        this.subscription = subscription;
    }

    /** How it is. */
    Situation situation() {
        return situation.get();
    }

    /** The way into its route. */
    Attempts attempts() {
        return attempts;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        S source = subscription.source();
        situation.set(new Situation.Starting());
        flow = sources.deliveries()
                .open(new Flow.Subject(source.route(), source.function(), subscription.delivery()), attempts);
        reader = subscription.opening().open(flow, this::said);
        sources.started(source, this);
        reader.start();
    }

    @Override
    protected void doStop() throws Exception {
        sources.stopped(subscription.source(), this);
        if (reader != null && !reader.close()) {
            LOG.warn("A reader does not end yet route={}", subscription.source().route());
        }
        if (flow != null) {
            var unused = flow.close();
        }
        said(new Situation.Stopped());
        super.doStop();
    }

    private void said(Situation now) {
        sources.changed(subscription.source(), situation.getAndSet(now), now);
    }
}
