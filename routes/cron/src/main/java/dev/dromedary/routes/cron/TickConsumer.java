package dev.dromedary.routes.cron;

import dev.dromedary.routes.core.TriggerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a trigger's ticks into its route. */
final class TickConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(TickConsumer.class);
    /** How old a tick may be that the leader before may have left unfired: longer than a lease lasts. */
    private static final Duration HANDOVER = Duration.ofSeconds(30);

    private final CrontabService service;
    private final TriggerId id;
    private volatile ScheduledFuture<?> next;
    private volatile Instant last = Instant.EPOCH;

    TickConsumer(Endpoint endpoint, Processor processor, CrontabService service, TriggerId id) {
        super(endpoint, processor);
        this.service = service;
        this.id = id;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        service.started(this);
        schedule(service.clock().instant());
    }

    @Override
    protected void doStop() throws Exception {
        service.stopped(this, id);
        if (next != null) {
            next.cancel(false);
        }
        super.doStop();
    }

    /** Fires the newest tick once more, unless it is long gone; whoever took it already holds it back. */
    void fireLastAgain() {
        Instant tick = last;
        if (Duration.between(tick, service.clock().instant()).compareTo(HANDOVER) < 0) {
            service.workers().execute(() -> fire(tick));
        }
    }

    private void schedule(Instant after) {
        Optional<Instant> due = plan().flatMap(plan -> plan.schedule().after(after));
        due.ifPresent(tick -> {
            long wait = Math.max(
                    0, Duration.between(service.clock().instant(), tick).toMillis() + 1);
            next = service.timer().schedule(() -> due(tick), wait, TimeUnit.MILLISECONDS);
        });
    }

    private void due(Instant tick) {
        if (!isRunAllowed()) {
            return;
        }
        Instant now = service.clock().instant();
        if (now.isBefore(tick)) {
            schedule(tick.minusMillis(1));
            return;
        }
        last = tick;
        service.workers().execute(() -> fire(tick));
        // A clock that jumped ahead, or a machine that slept, makes one tick, not all that were missed.
        schedule(now.isAfter(tick.plus(HANDOVER)) ? now : tick);
    }

    private void fire(Instant tick) {
        Optional<CronPlan> plan = plan();
        if (plan.isEmpty()) {
            return;
        }
        Exchange exchange = createExchange(true);
        exchange.getMessage().setBody(new Tick(plan.get(), tick));
        getAsyncProcessor().process(exchange, doneSync -> {
            if (exchange.getException() != null) {
                LOG.warn(
                        "A tick did not succeed trigger={} tick={} because={}",
                        id,
                        tick,
                        exchange.getException().getMessage());
            }
            releaseExchange(exchange, true);
        });
    }

    private Optional<CronPlan> plan() {
        return service.table().plan(id).map(CronPlan.class::cast);
    }
}
