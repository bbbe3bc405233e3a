package dev.dromedary.routes.cron;

import dev.dromedary.crd.Kind;
import dev.dromedary.crd.TickRecord;
import dev.dromedary.kube.Cache;
import dev.dromedary.routes.core.deliver.Figures.Outcome;
import dev.dromedary.routes.core.deliver.Flow;
import dev.dromedary.routes.core.deliver.Lane;
import dev.dromedary.routes.core.deliver.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The ticks of one trigger, in the copy that leads: when the next is due, which are claimed, which are under way. Thread-safe; its
 * lock is held for moments only.
 */
final class Ticking {

    private static final int LONGEST_ERROR = 256;
    private final CrontabService service;
    private final Flow flow;
    private final Supplier<CronPlan> plans;
    private final Runnable due = this::look;
    private final Map<Instant, TickEvent> running = new TreeMap<>();
    /** When this copy came to know of the trigger. */
    private final Instant heard;

    private Lane lane;
    private ClaimBook book;
    private Claim claim;
    private TickHistory history;
    private boolean waits;
    private boolean stopped;

    Ticking(CrontabService service, Flow flow, Supplier<CronPlan> plans) {
        this.service = service;
        this.flow = flow;
        this.plans = plans;
        this.heard = now();
    }

    /** Goes on where the book says that the trigger is. May wait for the API server. */
    void begin(ClaimBook mine) {
        CronPlan plan = plans.get();
        Claim known = mine.of(plan.uid())
                .or(() -> told(plan))
                .map(claim -> after(plan, claim))
                .orElseGet(() -> first(plan));
        synchronized (this) {
            if (stopped || (book != null && book != mine)) {
                return;
            }
            if (book == null) {
                book = mine;
                claim = known;
                history = history(plan);
                lane = flow.lane(Lane.Watcher.NOBODY);
                start(plan, claim.active());
            }
            if (!claim.basis().equals(plan.basis())) {
                claim = new Claim(plan.basis(), now(), claim.active());
            }
            book.note(plan.uid(), claim);
            look();
        }
    }

    /** What the status says of a trigger that is not in the book. */
    private Optional<Claim> told(CronPlan plan) {
        return Optional.of(history(plan).lastSchedule())
                .filter(last -> !last.isEmpty())
                .map(last -> new Claim(plan.basis(), Instant.parse(last), List.of()));
    }

    /** What seems to be missed may have been fired by a predecessor that somebody went back to for a while. */
    private Claim after(CronPlan plan, Claim known) {
        boolean missed = !Agenda.of(plan.schedule(), plan.terms(), known.last(), now())
                .due()
                .isEmpty();
        return missed
                ? retired(plan)
                        .filter(last -> last.isAfter(known.last()))
                        .map(last -> known.with(List.of(), last))
                        .orElse(known)
                : known;
    }

    /** A trigger that nobody knows: it goes on where its predecessor was. */
    private Claim first(CronPlan plan) {
        Instant since =
                retired(plan).orElse(plan.created().isAfter(heard.minus(Agenda.HANDOVER)) ? plan.created() : heard);
        return new Claim(plan.basis(), since, List.of());
    }

    private Optional<Instant> retired(CronPlan plan) {
        return service.predecessor().retire(plan.id().key(), plan.uid(), plan.function());
    }

    private TickHistory history(CronPlan plan) {
        Cache triggers = service.router().resources().cache(Kind.CRON_JOB_TRIGGER);
        return triggers.get(plan.id().key()).map(TickHistory::of).orElse(TickHistory.NONE);
    }

    /** This copy leads no more: what it has under way is the next leader's. */
    synchronized void letGo() {
        service.timetable().remove(due);
        if (book != null) {
            book = null;
            lane.abandon();
            running.clear();
        }
    }

    /** Begins nothing any more; what is under way ends by itself. */
    synchronized void stop() {
        stopped = true;
        service.timetable().remove(due);
    }

    /** The same; done when it has ended. */
    synchronized CompletableFuture<Void> drain() {
        stop();
        return lane == null ? CompletableFuture.completedFuture(null) : lane.close();
    }

    /** Takes what is due now, and sees that it is called when the next is. */
    private synchronized void look() {
        if (book == null || stopped) {
            return;
        }
        CronPlan plan = plans.get();
        Agenda agenda = Agenda.of(plan.schedule(), plan.terms(), claim.last(), now());
        take(plan, Taking.of(agenda, plan.terms(), running.size(), claim.last()));
        waits = !agenda.due().isEmpty() && claim.last().isBefore(agenda.newest());
        agenda.next()
                .ifPresentOrElse(
                        next -> service.timetable().put(due, next, book.page(plan.uid())),
                        () -> service.timetable().remove(due));
    }

    private void take(CronPlan plan, Taking taking) {
        if (taking.replaces()) {
            replace(plan);
        }
        taking.skip().forEach(tick -> ended(plan, tick, "Skipped", "Another tick was due or under way"));
        if (taking.begin().isEmpty()) {
            if (!taking.upTo().equals(claim.last())) {
                claim = claim.with(List.of(), taking.upTo());
                book.note(plan.uid(), claim);
                say(plan);
            }
            return;
        }
        boolean promised = plan.delivery().mode() == Mode.AT_LEAST_ONCE;
        claim = claim.with(promised ? taking.begin() : List.of(), taking.upTo());
        history = history.scheduled(taking.begin().getLast());
        ClaimBook mine = book;
        taking.begin().forEach(tick -> running.put(tick, event(plan, tick)));
        say(plan);
        var unused = mine.put(plan.uid(), claim).thenAccept(claimed -> {
            if (claimed) {
                fire(mine, taking.begin());
            }
        });
    }

    /** They are claimed: now, and not before, they go. */
    private synchronized void fire(ClaimBook mine, List<Instant> ticks) {
        if (mine == book && !stopped) {
            lane.offer(ticks.stream()
                    .map(running::get)
                    .filter(event -> event != null)
                    .toList());
        }
    }

    private void start(CronPlan plan, List<Instant> ticks) {
        List<TickEvent> events = new ArrayList<>();
        ticks.forEach(tick -> {
            TickEvent event = event(plan, tick);
            running.put(tick, event);
            events.add(event);
        });
        lane.offer(events);
    }

    private TickEvent event(CronPlan plan, Instant tick) {
        return new TickEvent(new Tick(plan, tick), service.router().clock(), this::over);
    }

    private void replace(CronPlan plan) {
        lane.abandon();
        lane = flow.lane(Lane.Watcher.NOBODY);
        List.copyOf(running.keySet()).forEach(tick -> {
            claim = claim.without(tick);
            TickEvent event = running.remove(tick);
            history = history.over(
                    record(event, "Replaced", "The next tick was due"),
                    plan.terms().history());
        });
    }

    private void ended(CronPlan plan, Instant tick, String outcome, String why) {
        history = history.over(
                record(event(plan, tick), outcome, why), plan.terms().history());
    }

    /** A tick is done with. */
    private synchronized void over(TickEvent event, Outcome outcome, String why) {
        if (book == null || running.get(event.time()) != event) {
            return;
        }
        CronPlan plan = plans.get();
        running.remove(event.time());
        claim = claim.without(event.time());
        history = history.over(
                record(event, TickHistory.outcome(outcome), why), plan.terms().history());
        book.note(plan.uid(), claim);
        say(plan);
        if (waits) {
            look();
        }
    }

    private TickRecord record(TickEvent event, String outcome, String why) {
        return new TickRecord(
                event.time().toString(),
                event.started() == null ? null : event.started().toString(),
                now().toString(),
                outcome,
                event.attempts(),
                outcome.equals(TickHistory.SUCCEEDED) || why.isEmpty()
                        ? null
                        : why.substring(0, Math.min(why.length(), LONGEST_ERROR)));
    }

    private void say(CronPlan plan) {
        service.status().say(plan.id(), history, List.copyOf(running.keySet()));
    }

    private Instant now() {
        return service.router().clock().instant();
    }
}
