package dev.dromedary.routes.cron;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a trigger has on, at a moment. A tick that is not older than a leader may take to be replaced is on time, though nobody
 * could fire it before; one that is older was missed.
 *
 * @param due the ticks to begin, the oldest first
 * @param newest the newest of them; where there are none, what was dealt with before
 * @param next the tick to come; empty: there is none
 */
record Agenda(List<Instant> due, Instant newest, Optional<Instant> next) {

    /** How old a tick may be that the leader before left: longer than a lease lasts, and its loss takes to be noticed. */
    static final Duration HANDOVER = Duration.ofSeconds(30);

    /** Of those that were missed, so many begin at most. */
    static final int MOST_MISSED = 100;

    private static final int WIDENING = 4;

    /**
     * The agenda.
     *
     * @param since the newest tick that was dealt with, or from when on there are any
     */
    static Agenda of(Schedule schedule, Terms terms, Instant since, Instant now) {
        if (terms.suspended()) {
            return new Agenda(List.of(), since, Optional.empty());
        }
        Instant latest = now.minus(terms.startingDeadline().orElse(Duration.between(Instant.EPOCH, now)));
        Instant handedOver = now.minus(HANDOVER);
        Instant start = max(since, latest.minusNanos(1));
        Deque<Instant> onTime = between(schedule, max(start, handedOver.minusNanos(1)), now, Integer.MAX_VALUE);
        int wanted = wanted(terms, onTime);
        Deque<Instant> missed = wanted == 0 ? new ArrayDeque<>() : newest(schedule, start, handedOver, wanted);
        missed.addAll(onTime);
        Instant newest = missed.isEmpty() ? since : missed.getLast();
        return new Agenda(List.copyOf(missed), newest, schedule.after(max(since, now)));
    }

    private static int wanted(Terms terms, Deque<Instant> onTime) {
        return switch (terms.missed()) {
            case SKIP -> 0;
            case LAST -> onTime.isEmpty() ? 1 : 0;
            case ALL -> MOST_MISSED;
        };
    }

    /** The newest ticks after one moment and before another, at most so many, without going through all that there are. */
    private static Deque<Instant> newest(Schedule schedule, Instant after, Instant before, int most) {
        Duration width = Duration.ofMinutes(1);
        while (true) {
            Instant from = max(after, before.minus(width));
            Deque<Instant> found = between(schedule, from, before.minusNanos(1), most);
            if (found.size() >= most || !from.isAfter(after)) {
                return found;
            }
            width = width.multipliedBy(WIDENING);
        }
    }

    /** After one moment, up to another and with it; of more than so many the newest. */
    private static Deque<Instant> between(Schedule schedule, Instant after, Instant until, int most) {
        Deque<Instant> found = new ArrayDeque<>();
        Optional<Instant> tick = schedule.after(after).filter(time -> !time.isAfter(until));
        while (tick.isPresent()) {
            found.add(tick.get());
            if (found.size() > most) {
                found.removeFirst();
            }
            tick = schedule.after(tick.get()).filter(time -> !time.isAfter(until));
        }
        return found;
    }

    private static Instant max(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
