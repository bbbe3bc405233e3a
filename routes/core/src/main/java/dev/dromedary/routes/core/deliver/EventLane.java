package dev.dromedary.routes.core.deliver;

import dev.dromedary.routes.core.deliver.Figures.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A lane, and what goes on in it: events come in, go out by attempts, as many as may be under way, and are settled. All but what the
 * source asks is done on one thread.
 */
final class EventLane implements Lane {

    private final Flow flow;
    private final Loop loop;
    private final Watcher watcher;
    private final Tracker tracker;
    private final Backlog backlog;
    private final Settlement settlement;
    private final Runnable again = this::again;
    private final Space space;
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private volatile boolean closed;
    private boolean closing;
    private volatile Frozen frozen;
    private boolean over;
    private boolean pumping;
    private boolean denied;
    private int underWay;
    private int left;
    private long begun;
    private long alarm = Long.MAX_VALUE;

    /** How far an abandoned lane was. */
    private record Frozen(Object settled) {}

    EventLane(Flow flow, Loop loop, Watcher watcher) {
        this.flow = flow;
        this.loop = loop;
        this.watcher = watcher;
        this.tracker = new Tracker(watcher.settlesInOrder());
        this.backlog = new Backlog(flow.delivery().ordering());
        this.space = new Space(flow);
        this.settlement = new Settlement(flow, loop, this);
    }

    @Override
    public void offer(List<? extends Event> events) {
        if (events.isEmpty()) {
            return;
        }
        space.add(events);
        List<? extends Event> taken = List.copyOf(events);
        loop.run(() -> take(taken));
    }

    private void take(List<? extends Event> events) {
        if (over) {
            if (!watcher.takesBack()) {
                flow.lost(events.size(), "It came as its lane had closed");
            }
            return;
        }
        long now = loop.millis();
        flow.figures().received(events.size(), now);
        left += events.size();
        for (Event event : events) {
            Item item = new Item(event, tracker.add(event.position()), backlog.strand(event));
            backlog.add(item, now);
        }
        pump();
    }

    @Override
    public boolean isFull() {
        return space.isFull();
    }

    @Override
    public Object settled() {
        Frozen at = frozen;
        return at == null ? tracker.settled() : at.settled();
    }

    @Override
    public int outstanding() {
        return space.open();
    }

    @Override
    public CompletableFuture<Void> close() {
        CompletableFuture<Void> last = watcher.closing();
        closed = closed || watcher.takesBack();
        var unused = last.whenComplete((done, failure) -> loop.run(() -> {
            closing = true;
            if (closed) {
                flow.forget(again);
            }
            endIfQuiet();
        }));
        return quiet;
    }

    @Override
    public void abandon() {
        closed = true;
        frozen = new Frozen(settled());
        loop.run(this::end);
    }

    /** Whether nothing more is to begin. */
    boolean isClosed() {
        return closed;
    }

    /** Whether nothing that comes of what was begun counts any more. */
    boolean isOver() {
        return over;
    }

    private void endIfQuiet() {
        if (underWay == 0 && (closed || (closing && left == 0))) {
            end();
        }
    }

    private void end() {
        if (!over) {
            over = true;
            flow.over(this);
            flow.forget(again);
            flow.figures().held(-settlement.held());
            int back = watcher.takesBack() ? tracker.open() : 0;
            flow.figures().over(Outcome.RELEASED, back);
            flow.figures().over(Outcome.DROPPED, left - back);
        }
        quiet.complete(null);
    }

    /** There may be a place again where there was none; whoever does not need it passes it on. */
    private void again() {
        loop.run(() -> {
            long before = begun;
            denied = false;
            pump();
            if (begun == before && !denied) {
                flow.passOn();
            }
        });
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (sendNext()) {
            begun++;
        }
        pumping = false;
    }

    private boolean sendNext() {
        long now = loop.millis();
        if (closed) {
            return false;
        }
        if (!backlog.isReady(now)) {
            backlog.next().ifPresent(this::wake);
            return false;
        }
        Delivery delivery = flow.delivery();
        long from = Math.max(backlog.full(delivery.batching()), flow.gate().closedUntil());
        if (from > now) {
            wake(from);
            return false;
        }
        if (!flow.enter(delivery, again)) {
            denied = true;
            return false;
        }
        Pass pass = new Pass(flow.passes(delivery, loop), backlog.take(delivery.batching()), now);
        if (delivery.mode() == Mode.AT_MOST_ONCE) {
            pass.items().forEach(item -> passed(tracker.settle(item.mark())));
        }
        begin();
        flow.attempts().begin(pass, because -> loop.run(() -> over(pass, because)));
        return true;
    }

    private void over(Pass pass, Throwable because) {
        Verdict verdict = pass.verdict(because);
        if (!over) {
            settlement.over(pass, verdict);
            pass.items().stream().filter(item -> !item.isMailed()).forEach(backlog::back);
        }
        flow.leave();
        ended();
    }

    /** Something of it is under way. */
    void begin() {
        underWay++;
    }

    /** It is no more. */
    void ended() {
        underWay--;
        endIfQuiet();
        pump();
    }

    /** What was being kept as a dead letter is back. */
    void back(Item item) {
        backlog.back(item);
    }

    /** An event is done with, one way or another. */
    void settle(Item item, Outcome outcome) {
        item.settled();
        left--;
        flow.figures().over(outcome, 1);
        item.event().over(outcome, item.why());
        space.settled(item);
        passed(tracker.settle(item.mark()));
        if (space.hasRoomAgain()) {
            watcher.room();
        }
    }

    /** What can be committed has moved by so many events. */
    private void passed(int moved) {
        space.passed(moved);
        if (moved > 0 && frozen == null) {
            watcher.progress();
        }
    }

    private void wake(long at) {
        if (at < alarm) {
            alarm = at;
            loop.after(Duration.ofMillis(Math.max(1, at - loop.millis())), () -> {
                if (alarm == at) {
                    alarm = Long.MAX_VALUE;
                }
                pump();
            });
        }
    }
}
