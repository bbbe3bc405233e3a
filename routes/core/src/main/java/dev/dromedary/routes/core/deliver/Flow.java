package dev.dromedary.routes.core.deliver;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.RouteKey;
import dev.dromedary.routes.core.TriggerId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The events of one route on their way: its lanes, and what they share. Thread-safe. */
public final class Flow {

    private final Subject subject;
    private final Attempts attempts;
    private final Deliveries deliveries;
    private final Gate gate;
    private final Permits permits = new Permits();
    private final Figures figures;
    private volatile Long lag;
    private volatile Long behind;
    private volatile boolean dated = true;
    private final Set<Lane> lanes = ConcurrentHashMap.newKeySet();

    /**
     * Whose events they are.
     *
     * @param route that they take
     * @param function that is to take them
     * @param delivery how they are delivered, whenever it is asked; its ordering stays as it is while the flow is open
     */
    public record Subject(RouteKey route, Key function, Supplier<Delivery> delivery) {

        /** The trigger whose events they are. */
        public TriggerId trigger() {
            return route.trigger();
        }
    }

    Flow(Subject subject, Attempts attempts, Deliveries deliveries) {
        this.subject = subject;
        this.attempts = attempts;
        this.deliveries = deliveries;
        this.gate = deliveries.gate(subject.function());
        this.figures = deliveries.meters().opened(subject);
    }

    /** The source says how many events are there that are not settled, in this copy's part of it. */
    public void lag(long events) {
        lag = events;
    }

    /** The source says for how many seconds what is not settled has been there, in this copy's part of it. */
    public void behind(long seconds) {
        behind = seconds;
    }

    /** The source says itself when its events come: reports need not, which would cost one more write of the trigger's status for each. */
    public void undated() {
        dated = false;
    }

    /** When the last event came; {@code null}: none ever, or the source says it itself. */
    Instant last() {
        return dated ? figures.last() : null;
    }

    /** Events came that the source could not hold, and that are gone: they count as dropped. */
    public void lost(int events, String why) {
        long now = deliveries.next().millis();
        figures.received(events, now);
        figures.lost(events, new Figures.Trouble(Instant.ofEpochMilli(now), "", why));
    }

    /** As the source said; {@code null}: it did not. */
    Long lag() {
        return lag;
    }

    /** As the source said; {@code null}: it did not. */
    Long behind() {
        return behind;
    }

    /** Opens a lane for a piece of the source. */
    public Lane lane(Lane.Watcher watcher) {
        Lane lane = new EventLane(this, deliveries.next(), watcher);
        lanes.add(lane);
        return lane;
    }

    /** How many lanes are open; at least 1. */
    int lanes() {
        return Math.max(1, lanes.size());
    }

    /** What became of its events. */
    public Figures figures() {
        return figures;
    }

    /**
     * Closes all its lanes.
     *
     * @return done when nothing is under way any more
     */
    public CompletableFuture<Void> close() {
        return quiet().whenComplete((done, never) -> deliveries.closed(this));
    }

    /** All its lanes begin nothing more; what they settled can still be asked. */
    CompletableFuture<Void> quiet() {
        return CompletableFuture.allOf(lanes.stream().map(Lane::close).toArray(CompletableFuture[]::new));
    }

    /** Whose events they are. */
    public Subject subject() {
        return subject;
    }

    Delivery delivery() {
        return subject.delivery().get();
    }

    Attempts attempts() {
        return attempts;
    }

    Gate gate() {
        return gate;
    }

    Pass.Of passes(Delivery delivery, Loop loop) {
        return new Pass.Of(subject, delivery, loop.caller());
    }

    boolean enter(Delivery delivery, Runnable again) {
        if (!permits.take(delivery.concurrency(), again)) {
            return false;
        }
        if (!gate.enter(again)) {
            permits.free();
            return false;
        }
        return true;
    }

    void leave() {
        permits.free();
        gate.leave();
    }

    void passOn() {
        permits.wake();
        gate.passOn();
    }

    void over(Lane lane) {
        lanes.remove(lane);
    }

    void forget(Runnable again) {
        permits.forget(again);
        gate.forget(again);
    }

    void held(int more) {
        figures.held(more);
        deliveries.changed(subject.trigger());
    }

    void keep(Letter letter, Consumer<Optional<String>> done) {
        deliveries.keep(letter, delivery().deadLetter().orElse(null), done);
    }
}
