package dev.dromedary.routes.cron;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.RouteTable;
import dev.dromedary.routes.core.TriggerId;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.cron.api.CamelCronConfiguration;
import org.apache.camel.component.cron.api.CamelCronService;
import org.apache.camel.support.DefaultEndpoint;

/**
 * What stands behind Camel's {@code cron:} component here: crontab's own syntax and day numbers. (Quartz, the stock service,
 * refuses {@code *}{@code /5 * * * *} and takes day 1 for Sunday.)
 */
public final class CrontabService implements CamelCronService, CamelContextAware, AutoCloseable {

    private final RouteTable table;
    private final Clock clock;
    private final Claims claims;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cron-timer").factory());
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private CamelContext context;
    private final Set<TickConsumer> running = ConcurrentHashMap.newKeySet();

    /** A service for the triggers in this table. */
    CrontabService(RouteTable table, Claims claims, Clock clock) {
        this.table = table;
        this.claims = claims;
        this.clock = clock;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /** The cron component hands its own context over. */
    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
    }

    @Override
    public String getId() {
        return "crontab";
    }

    @Override
    public Endpoint createEndpoint(CamelCronConfiguration configuration) {
        String name = configuration.getName();
        int slash = name.indexOf('/');
        Key key = new Key(name.substring(0, slash), name.substring(slash + 1));
        return new CrontabEndpoint("crontab:" + name, new TriggerId(Kind.CRON_JOB_TRIGGER, key));
    }

    /** This copy leads now: what the one before may have left unfired is fired. */
    void catchUp() {
        running.forEach(TickConsumer::fireLastAgain);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
    }

    RouteTable table() {
        return table;
    }

    Clock clock() {
        return clock;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    ExecutorService workers() {
        return workers;
    }

    void started(TickConsumer consumer) {
        running.add(consumer);
    }

    void stopped(TickConsumer consumer, TriggerId id) {
        running.remove(consumer);
        claims.forget(id);
    }

    private final class CrontabEndpoint extends DefaultEndpoint {

        private final TriggerId id;

        CrontabEndpoint(String uri, TriggerId id) {
            setEndpointUri(uri);
            setCamelContext(context);
            this.id = id;
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new TickConsumer(this, processor, CrontabService.this, id);
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException("cron: is a source only");
        }
    }
}
