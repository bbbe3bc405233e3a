package dev.dromedary.routes.cron;

import dev.dromedary.kube.Cache;
import dev.dromedary.kube.Fence;
import dev.dromedary.kube.Resources;
import dev.dromedary.routes.core.TriggerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in status what came of ticks: a little later, so that a tick's beginning and end are one write, and of each trigger at most
 * every ten seconds. It is for people to read: what is claimed stands in the {@link ClaimBook}. Thread-safe.
 */
final class TickStatus implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TickStatus.class);
    private static final long SOON = Duration.ofSeconds(1).toNanos();
    private static final long LATER = Duration.ofSeconds(5).toNanos();
    private static final long SELDOM = Duration.ofSeconds(10).toNanos();
    private static final long LOOK_MILLIS = 250;
    private static final int WRITERS = 4;

    /** Where more than so many have something to say, the function is called first. */
    private static final int CROWD = 100;

    private final Resources resources;
    private final Cache triggers;
    private final Fence fence;
    private final Map<TriggerId, Saying> waiting = new ConcurrentHashMap<>();
    private final Map<TriggerId, Long> written = new ConcurrentHashMap<>();
    private final ExecutorService writers = Executors.newFixedThreadPool(
            WRITERS, Thread.ofVirtual().name("tick-status-", 0).factory());
    private final Future<?> looking;

    /** What is to be said, and when. */
    private record Saying(TickHistory history, List<Instant> active, long due, AtomicBoolean taken) {

        Saying(TickHistory history, List<Instant> active, long due) {
            this(history, active, due, new AtomicBoolean());
        }
    }

    TickStatus(Resources resources, Cache triggers, Fence fence, ScheduledExecutorService timer) {
        this.resources = resources;
        this.triggers = triggers;
        this.fence = fence;
        this.looking = timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Has status say this, soon. */
    void say(TriggerId id, TickHistory history, List<Instant> active) {
        long now = System.nanoTime();
        Long last = written.get(id);
        long soon = waiting.size() < CROWD ? SOON : LATER;
        long due = last == null || now - last > SELDOM ? now + soon : last + SELDOM;
        waiting.merge(
                id,
                new Saying(history, active, due),
                (before, later) -> new Saying(later.history(), later.active(), before.due(), before.taken()));
    }

    /** Forgets a trigger that is gone. */
    void forget(TriggerId id) {
        waiting.remove(id);
        written.remove(id);
    }

    /** This copy leads no more: what it would have said is another's to say. */
    void clear() {
        waiting.clear();
        written.clear();
    }

    /** Says all that is left to say. */
    void flush() {
        List.copyOf(waiting.keySet()).forEach(this::write);
    }

    private void look() {
        long now = System.nanoTime();
        waiting.forEach((id, saying) -> {
            if (now - saying.due() >= 0 && !saying.taken().getAndSet(true)) {
                writers.execute(() -> write(id));
            }
        });
    }

    private void write(TriggerId id) {
        Saying saying = waiting.remove(id);
        if (saying == null) {
            return;
        }
        written.put(id, System.nanoTime());
        try {
            fence.check();
            triggers.get(id.key())
                    .ifPresent(trigger -> resources.writeStatus(
                            trigger, TickHistory.PART, saying.history().values(saying.active())));
        } catch (Fence.NotLeading e) {
            LOG.debug("Another router says how ticks are trigger={}", id);
        } catch (RuntimeException e) {
            LOG.warn("What came of a tick could not be said, tried again trigger={} because={}", id, e.getMessage());
            waiting.putIfAbsent(id, new Saying(saying.history(), saying.active(), System.nanoTime() + SELDOM));
        }
    }

    @Override
    public void close() {
        looking.cancel(false);
        writers.shutdownNow();
    }
}
