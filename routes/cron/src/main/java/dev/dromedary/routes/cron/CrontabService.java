package dev.dromedary.routes.cron;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Cache;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.TriggerId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Endpoint;
import org.apache.camel.component.cron.api.CamelCronConfiguration;
import org.apache.camel.component.cron.api.CamelCronService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands behind Camel's {@code cron:} component here: crontab's own syntax and day numbers. (Quartz, the stock service,
 * refuses {@code *}{@code /5 * * * *} and takes day 1 for Sunday.) In every copy of the router it knows the triggers; in the one
 * that leads it has the book of claims, and they fire.
 */
public final class CrontabService implements CamelCronService, CamelContextAware, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CrontabService.class);
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final Router router;
    private final Cache triggers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cron-timer").factory());
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ClaimBook.World world;
    private final Predecessor predecessor;
    private final Timetable timetable;
    private final TickStatus status;
    private final Map<TriggerId, TickConsumer> running = new ConcurrentHashMap<>();
    private final Map<TriggerId, CompletableFuture<Void>> leaving = new ConcurrentHashMap<>();
    private CamelContext context;
    private volatile ClaimBook book;
    private long term;

    /** Gives the predecessor, with threads that may wait. */
    @FunctionalInterface
    interface Predecessors {
        Predecessor with(Executor workers);
    }

    /** A service for the triggers of this router. */
    CrontabService(Router router, ClaimStore store, Predecessors predecessors) {
        this.router = router;
        this.triggers = router.resources().cache(Kind.CRON_JOB_TRIGGER);
        String holder = UUID.randomUUID().toString();
        this.world = new ClaimBook.World(store, router.election(), holder, timer, workers);
        this.predecessor = predecessors.with(workers);
        this.timetable = new Timetable(router.clock(), timer);
        this.status = new TickStatus(router.resources(), triggers, router.election(), timer);
    }

    /** From now on ticks fire whenever this copy leads. */
    void stand() {
        router.election().listen(this::lead);
        if (router.election().leading()) {
            lead(true);
        }
    }

    private synchronized void lead(boolean leads) {
        term++;
        letGo();
        if (leads && !timer.isShutdown()) {
            long now = term;
            workers.execute(() -> takeOver(now));
        }
    }

    private void letGo() {
        if (book != null) {
            book.close();
            book = null;
            running.values().forEach(TickConsumer::letGo);
            status.clear();
        }
    }

    private void takeOver(long whose) {
        try {
            ClaimBook taken = ClaimBook.takeOver(world);
            synchronized (this) {
                if (term == whose) {
                    book = taken;
                    running.values().forEach(this::begin);
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("The claims could not be taken over because={}", e.getMessage());
            var unused = timer.schedule(() -> tryAgain(whose), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void tryAgain(long whose) {
        if (term == whose && !timer.isShutdown()) {
            workers.execute(() -> takeOver(whose));
        }
    }

    /** Has a consumer fire, if this copy leads; after one before it, of the same trigger, has ended. */
    private void begin(TickConsumer consumer) {
        ClaimBook mine = book;
        if (mine != null) {
            var unused = leaving.getOrDefault(consumer.id(), CompletableFuture.completedFuture(null))
                    .thenRunAsync(() -> begin(consumer, mine), workers);
        }
    }

    private void begin(TickConsumer consumer, ClaimBook mine) {
        try {
            consumer.begin(mine);
        } catch (RuntimeException e) {
            LOG.warn("A trigger does not fire yet trigger={} because={}", consumer.id(), e.getMessage());
            var unused = timer.schedule(
                    () -> {
                        if (mine == book && running.get(consumer.id()) == consumer) {
                            workers.execute(() -> begin(consumer, mine));
                        }
                    },
                    AGAIN.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    void started(TickConsumer consumer) {
        running.put(consumer.id(), consumer);
        begin(consumer);
    }

    /**
     * A consumer fires no more.
     *
     * @param quiet done when nothing of it is under way
     */
    void stopped(TickConsumer consumer, String uid, CompletableFuture<Void> quiet) {
        running.remove(consumer.id(), consumer);
        CompletableFuture<Void> gone = quiet.thenRun(() -> forgetIfGone(consumer.id(), uid));
        leaving.put(consumer.id(), gone);
        var unused = gone.whenComplete((done, trouble) -> leaving.remove(consumer.id(), gone));
    }

    private void forgetIfGone(TriggerId id, String uid) {
        boolean there = triggers.get(id.key())
                .filter(trigger -> trigger.getMetadata().getUid().equals(uid))
                .isPresent();
        ClaimBook mine = book;
        if (!there && mine != null) {
            mine.forget(uid);
            status.forget(id);
        }
    }

    void changed(TriggerId id) {
        Optional.ofNullable(running.get(id)).ifPresent(this::begin);
    }

    /**
     * Before another copy is let lead: begins nothing any more, and waits until what is under way is over and written down, so that
     * the other does not fire it again.
     *
     * @param longest what takes longer is begun again by the other, with the same id
     */
    public void drain(Duration longest) {
        CompletableFuture<?>[] quiet =
                running.values().stream().map(TickConsumer::drain).toArray(CompletableFuture[]::new);
        var drained = CompletableFuture.allOf(quiet)
                .completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(done -> book == null ? CompletableFuture.completedFuture(null) : book.flush())
                .completeOnTimeout(null, longest.toMillis() + 2000, TimeUnit.MILLISECONDS);
        drained.join();
        status.flush();
    }

    @Override
    public void close() {
        synchronized (this) {
            term++;
            letGo();
        }
        status.close();
        timer.shutdownNow();
        workers.shutdownNow();
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
        return new CrontabEndpoint(
                context, this, new TriggerId(Kind.CRON_JOB_TRIGGER, key), configuration.getSchedule());
    }

    Router router() {
        return router;
    }

    Predecessor predecessor() {
        return predecessor;
    }

    Timetable timetable() {
        return timetable;
    }

    TickStatus status() {
        return status;
    }
}
