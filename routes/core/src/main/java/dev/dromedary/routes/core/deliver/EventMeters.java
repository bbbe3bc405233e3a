package dev.dromedary.routes.core.deliver;

import dev.dromedary.routes.core.TriggerId;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The figures of flows as metrics: {@code dromedary_events_total} by outcome, {@code dromedary_events_open}, {@code dromedary_events_held} and
 * {@code dromedary_attempts_failed_total}. Labels are bounded: flows that come after the first thousand are counted under {@code other} together.
 */
final class EventMeters {

    private static final int MOST = 1000;
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final Map<Tags, Entry> entries = new HashMap<>();

    /** Flows of the same name that are open share it: one drains while the next has begun. */
    private static final class Entry {

        private final Figures figures = new Figures();
        private final List<Meter> meters = new ArrayList<>();
        private int flows;
    }

    EventMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The figures of a flow that opens. */
    synchronized Figures opened(Flow.Subject subject) {
        Tags own = tags(subject.trigger(), subject.function().name());
        Tags tags = entries.containsKey(own) || entries.size() < MOST ? own : others(subject.trigger());
        Entry entry = entries.computeIfAbsent(tags, this::register);
        entry.flows++;
        return entry.figures;
    }

    /** That flow is closed. */
    synchronized void closed(Figures figures) {
        entries.entrySet().removeIf(entry -> entry.getValue().figures == figures && isLast(entry.getValue()));
    }

    private boolean isLast(Entry entry) {
        entry.flows--;
        if (entry.flows == 0) {
            entry.meters.forEach(registry::remove);
        }
        return entry.flows == 0;
    }

    private static Tags tags(TriggerId trigger, String function) {
        return Tags.of(
                "kind",
                trigger.kind().name(),
                "namespace",
                trigger.key().namespace(),
                "trigger",
                trigger.key().name(),
                "function",
                function);
    }

    private static Tags others(TriggerId trigger) {
        return Tags.of("kind", trigger.kind().name(), "namespace", OTHER, "trigger", OTHER, "function", OTHER);
    }

    private Entry register(Tags tags) {
        Entry entry = new Entry();
        Figures figures = entry.figures;
        Map<String, ToDoubleFunction<Figures>> outcomes = Map.of(
                "received", Figures::received,
                "delivered", Figures::delivered,
                "dead_lettered", Figures::deadLettered,
                "filtered", Figures::filtered,
                "dropped", Figures::dropped,
                "released", Figures::released);
        outcomes.forEach(
                (outcome, value) -> entry.meters.add(FunctionCounter.builder("dromedary.events", figures, value)
                        .tags(tags.and("outcome", outcome))
                        .register(registry)));
        entry.meters.add(FunctionCounter.builder("dromedary.attempts.failed", figures, Figures::retried)
                .tags(tags)
                .register(registry));
        entry.meters.add(Gauge.builder("dromedary.events.open", figures, Figures::open)
                .tags(tags)
                .register(registry));
        entry.meters.add(Gauge.builder("dromedary.events.held", figures, Figures::held)
                .tags(tags)
                .register(registry));
        return entry;
    }
}
