package dev.dromedary.routes.core.deliver;

import dev.dromedary.routes.core.deliver.Figures.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What becomes of events after an attempt: done with, again later, a dead letter, held, given up. On the thread of its lane. */
final class Settlement {

    private final Flow flow;
    private final Loop loop;
    private final EventLane lane;
    private int held;

    Settlement(Flow flow, Loop loop, EventLane lane) {
        this.flow = flow;
        this.loop = loop;
        this.lane = lane;
    }

    /** How many events of the lane are held. */
    int held() {
        return held;
    }

    /** An attempt is over. */
    void over(Pass pass, Verdict verdict) {
        for (Item item : pass.items()) {
            switch (item.part()) {
                case UNWANTED -> settle(item, Outcome.FILTERED);
                case EXPIRED ->
                    exhausted(
                            item,
                            Letter.Reason.Expired,
                            "It is older than " + pass.delivery().maxAge().orElseThrow());
                case WANTED -> {}
            }
        }
        List<Item> wanted = pass.wanted();
        if (wanted.isEmpty()) {
            return;
        }
        switch (verdict) {
            case Verdict.Taken taken -> taken(wanted, taken.but());
            case Verdict.PutOff putOff -> putOff(pass, putOff);
            case Verdict.Failed failed -> failed(wanted, failed.why(), false);
            case Verdict.Refused refused -> failed(wanted, refused.why(), true);
        }
    }

    /** What follows one that is not done with, in its strand, comes again too. */
    private void taken(List<Item> items, Set<String> but) {
        flow.gate().success();
        Set<Strand> broken = new HashSet<>();
        for (Item item : items) {
            if (!but.isEmpty() && broken.contains(item.strand())) {
                item.due(loop.millis());
            } else if (but.contains(item.event().id())) {
                broken.add(item.strand());
                failed(item, "The function named it in batchItemFailures");
            } else {
                settle(item, Outcome.DELIVERED);
            }
        }
    }

    private void putOff(Pass pass, Verdict.PutOff putOff) {
        flow.gate().putOff(putOff.rest(), pass.began(), loop.millis());
        for (Item item : pass.wanted()) {
            if (pass.delivery().mode() == Mode.AT_MOST_ONCE) {
                drop(item, putOff.why());
            } else {
                item.putOff(putOff.why());
                item.due(loop.millis());
                note(item);
            }
        }
    }

    private void failed(List<Item> items, String why, boolean forGood) {
        if (items.size() > 1) {
            items.forEach(item -> {
                item.halve(items.size());
                item.due(loop.millis());
            });
            flow.figures().retried(trouble(items.get(0), why));
        } else if (forGood) {
            Item item = items.get(0);
            item.failed(why);
            exhausted(item, Letter.Reason.Refused, why);
        } else {
            failed(items.get(0), why);
        }
    }

    private void failed(Item item, String why) {
        item.failed(why);
        Delivery delivery = flow.delivery();
        if (item.attempts() >= delivery.attempts()) {
            exhausted(item, Letter.Reason.Exhausted, why);
        } else {
            later(item, delivery.backoff().after(item.attempts(), loop.chance()));
        }
    }

    private void exhausted(Item item, Letter.Reason reason, String why) {
        Delivery delivery = flow.delivery();
        if (delivery.mode() == Mode.AT_MOST_ONCE) {
            drop(item, why);
        } else if (delivery.deadLetter().isPresent()) {
            item.mailed(true);
            Letter letter = new Letter(
                    flow.subject().trigger(),
                    flow.subject().function(),
                    item.event(),
                    reason,
                    why,
                    item.event().earlierAttempts() + item.attempts(),
                    Instant.ofEpochMilli(loop.millis()));
            mail(item, letter, 1);
        } else if (delivery.onExhausted() == OnExhausted.DROP || item.event().isAwaited()) {
            drop(item, why);
        } else {
            hold(item, true);
            later(item, delivery.backoff().after(Integer.MAX_VALUE, loop.chance()));
        }
    }

    /** Until it is kept, it is not settled: its strand waits. */
    private void mail(Item item, Letter letter, int attempt) {
        lane.begin();
        flow.keep(
                letter,
                trouble -> loop.run(() -> {
                    if (!lane.isOver()) {
                        if (trouble.isEmpty()) {
                            settle(item, Outcome.DEAD_LETTERED);
                            lane.back(item);
                        } else {
                            hold(item, true);
                            flow.figures().retried(trouble(item, "The dead letter is not kept: " + trouble.get()));
                            mailAgain(item, letter, attempt);
                        }
                    }
                    lane.ended();
                }));
    }

    private void mailAgain(Item item, Letter letter, int attempt) {
        loop.after(flow.delivery().backoff().after(attempt, loop.chance()), () -> {
            if (lane.isClosed()) {
                return;
            }
            if (flow.delivery().deadLetter().isPresent()) {
                mail(item, letter, attempt + 1);
            } else {
                item.mailed(false);
                exhausted(item, letter.reason(), letter.why());
                lane.back(item);
            }
        });
    }

    private void later(Item item, Duration wait) {
        item.due(loop.millis() + wait.toMillis());
        note(item);
    }

    private void drop(Item item, String why) {
        flow.figures().retried(trouble(item, why));
        item.putOff(why);
        settle(item, Outcome.DROPPED);
    }

    private void settle(Item item, Outcome outcome) {
        hold(item, false);
        lane.settle(item, outcome);
    }

    private void hold(Item item, boolean now) {
        if (item.isHeld() != now) {
            item.hold(now);
            held += now ? 1 : -1;
            flow.held(now ? 1 : -1);
        }
    }

    private void note(Item item) {
        flow.figures().retried(trouble(item, item.why()));
    }

    private Figures.Trouble trouble(Item item, String why) {
        return new Figures.Trouble(
                Instant.ofEpochMilli(loop.millis()), item.event().id(), why);
    }
}
