package dev.dromedary.routes.cron;

import dev.dromedary.routes.core.TriggerId;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** Where the ticks of a trigger come from. */
final class CrontabEndpoint extends DefaultEndpoint {

    private final CrontabService service;
    private final TriggerId id;

    CrontabEndpoint(CamelContext context, CrontabService service, TriggerId id, String words) {
        setEndpointUri(CronRoute.uri(id.key().toString(), words));
        setCamelContext(context);
        this.service = service;
        this.id = id;
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        return new TickConsumer(this, processor, service, id);
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("cron: is a source only");
    }
}
