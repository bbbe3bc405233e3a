package dev.dromedary.routes.cron;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is due when, by the clock on the wall: it is looked at once a second at least, so that one that is put forward or back makes
 * nobody wait for the time that it had before. One timer for all. Thread-safe.
 */
final class Timetable {

    private static final Logger LOG = LoggerFactory.getLogger(Timetable.class);
    private static final long LONGEST_WAIT = 1000;

    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final NavigableSet<Slot> slots = new TreeSet<>(
            Comparator.comparing(Slot::at).thenComparingInt(Slot::page).thenComparingLong(Slot::number));
    private final Map<Runnable, Slot> byOwner = new HashMap<>();
    private long numbers;
    private ScheduledFuture<?> armed;
    private long armedAt;

    /** A moment of somebody's. */
    private record Slot(Instant at, int page, long number, Runnable owner) {}

    Timetable(Clock clock, ScheduledExecutorService timer) {
        this.clock = clock;
        this.timer = timer;
    }

    /**
     * Has it called at that moment, once, and no more at the one before. It must be quick.
     *
     * @param page on which it claims: those of one page are called one after another, so that few writes of it claim all their ticks
     */
    synchronized void put(Runnable owner, Instant at, int page) {
        remove(owner);
        Slot slot = new Slot(at, page, numbers++, owner);
        byOwner.put(owner, slot);
        slots.add(slot);
        arm();
    }

    /** It is not called any more. */
    synchronized void remove(Runnable owner) {
        Slot slot = byOwner.remove(owner);
        if (slot != null) {
            slots.remove(slot);
        }
    }

    private void arm() {
        if (slots.isEmpty() || timer.isShutdown()) {
            return;
        }
        long until = Duration.between(clock.instant(), slots.first().at()).toMillis() + 1;
        long wait = Math.clamp(until, 0, LONGEST_WAIT);
        long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait);
        if (armed == null || at - armedAt < 0) {
            if (armed != null) {
                armed.cancel(false);
            }
            armedAt = at;
            armed = timer.schedule(this::run, wait, TimeUnit.MILLISECONDS);
        }
    }

    private void run() {
        due().forEach(owner -> {
            try {
                owner.run();
            } catch (RuntimeException e) {
                LOG.error("A tick could not be taken", e);
            }
        });
    }

    private synchronized List<Runnable> due() {
        armed = null;
        Instant now = clock.instant();
        List<Runnable> due = new ArrayList<>();
        while (!slots.isEmpty() && !slots.first().at().isAfter(now)) {
            Slot slot = slots.pollFirst();
            byOwner.remove(slot.owner());
            due.add(slot.owner());
        }
        arm();
        return due;
    }
}
