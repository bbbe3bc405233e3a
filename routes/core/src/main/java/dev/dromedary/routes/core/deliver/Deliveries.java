package dev.dromedary.routes.core.deliver;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Reason;
import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.invoke.DataPath;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** All deliveries of a router: what they share is the way to each function, and who keeps dead letters. Thread-safe. */
public final class Deliveries {

    private final Supplier<Loop> loops;
    private final EventMeters meters;
    private final Gates gates = new Gates();
    private final Map<Class<? extends LetterTarget>, Letters> letters = new ConcurrentHashMap<>();
    private final Map<TriggerId, Set<Flow>> flows = new ConcurrentHashMap<>();
    private final Signal changes = new Signal();
    private final Reports reports = new Reports(this);

    /** Over these threads, of which each lane lives on the next; counted there. */
    Deliveries(Supplier<Loop> loops, MeterRegistry registry) {
        this.loops = loops;
        this.meters = new EventMeters(registry);
    }

    /** Over the event loops of the data path. */
    public static Deliveries over(DataPath data) {
        return new Deliveries(
                () -> new NettyLoop(data.loops().next()), data.measures().registry());
    }

    /** From now on letters for such targets are kept by these. */
    public void letters(Class<? extends LetterTarget> target, Letters keeper) {
        letters.put(target, keeper);
    }

    /** What letters are kept in here. */
    public Set<Class<? extends LetterTarget>> keeps() {
        return Set.copyOf(letters.keySet());
    }

    /** Opens the flow of a route, whose attempts go in there. */
    public Flow open(Flow.Subject subject, Attempts attempts) {
        Flow flow = new Flow(subject, attempts, this);
        flows.compute(subject.trigger(), (trigger, others) -> {
            Set<Flow> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(flow);
            return all;
        });
        return flow;
    }

    /** Those that are open. */
    public Collection<Flow> flows() {
        return flows.values().stream().flatMap(Set::stream).toList();
    }

    /** Those of a trigger. */
    Collection<Flow> flows(TriggerId trigger) {
        return List.copyOf(flows.getOrDefault(trigger, Set.of()));
    }

    /**
     * Has no flow begin anything more.
     *
     * @return done when nothing is under way any more; the sources can commit then what is settled
     */
    public CompletableFuture<Void> quiet() {
        return CompletableFuture.allOf(flows().stream().map(Flow::quiet).toArray(CompletableFuture[]::new));
    }

    /** How the delivery of a trigger is, where there is something to say, in all copies of the router. */
    public List<Condition> standing(TriggerId trigger) {
        return reports.of(trigger).flatMap(Deliveries::held).stream().toList();
    }

    private static Optional<Condition> held(FlowReport report) {
        return report.held() == 0 || report.event() == null
                ? Optional.empty()
                : Optional.of(Condition.of(
                        Condition.DELIVERING,
                        false,
                        Reason.EventsHeld,
                        report.held() + " events are not taken, and tried again and again. Of " + report.event() + ": "
                                + report.why()));
    }

    /** Raised when {@link #standing} may say another thing. */
    public Signal changes() {
        return changes;
    }

    /** How flows are, in all copies of the router. */
    public Reports reports() {
        return reports;
    }

    /** What a new flow to the function goes through. */
    Gate gate(Key function) {
        return gates.hold(function);
    }

    Loop next() {
        return loops.get();
    }

    EventMeters meters() {
        return meters;
    }

    void closed(Flow flow) {
        AtomicBoolean open = new AtomicBoolean();
        flows.computeIfPresent(flow.subject().trigger(), (trigger, all) -> {
            open.set(all.remove(flow));
            return all.isEmpty() ? null : all;
        });
        if (open.get()) {
            meters.closed(flow.figures());
            gates.release(flow.subject().function());
        }
    }

    void changed(TriggerId trigger) {
        changes.raise(trigger.key());
    }

    void keep(Letter letter, LetterTarget target, Consumer<Optional<String>> done) {
        Letters keeper = target == null ? null : letters.get(target.getClass());
        if (keeper == null) {
            done.accept(Optional.of("There is nobody here to keep it"));
            return;
        }
        try {
            keeper.keep(letter, target, done);
        } catch (RuntimeException e) {
            done.accept(Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
