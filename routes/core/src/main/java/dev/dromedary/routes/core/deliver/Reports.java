package dev.dromedary.routes.core.deliver;

import dev.dromedary.routes.core.TriggerId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the flows of all copies of the router are: of this one at any moment, of the others as last heard. Thread-safe. */
public final class Reports {

    private final Deliveries deliveries;
    private final Map<TriggerId, FlowReport> told = new HashMap<>();
    private volatile Map<String, FlowReport> heard = Map.of();

    Reports(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /** Those of this copy. */
    public List<FlowReport> own() {
        return routes(deliveries.flows()).map(FlowReport::of).toList();
    }

    /**
     * The other copies were asked.
     *
     * @param others what all of them said; of one that did not answer nothing is known any more
     */
    public void heard(List<FlowReport> others) {
        heard = others.stream()
                .collect(Collectors.toUnmodifiableMap(FlowReport::route, report -> report, FlowReport::and));
    }

    /**
     * Has those triggers looked at whose flows are otherwise than when last asked so. Where it is only figures that are other, and whole
     * is not asked for, that waits.
     */
    public synchronized void tell(boolean whole) {
        Map<TriggerId, FlowReport> now = all();
        now.forEach((trigger, report) -> {
            FlowReport before = told.get(trigger);
            boolean other = before == null || (whole ? !report.equals(before) : report.held() != before.held());
            if (other) {
                told.put(trigger, report);
                deliveries.changed(trigger);
            }
        });
        told.keySet().retainAll(now.keySet());
    }

    /** How a trigger's flows are, in all copies; empty: it has none here. */
    public Optional<FlowReport> of(TriggerId trigger) {
        return routes(deliveries.flows(trigger)).map(this::everywhere).reduce(FlowReport::and);
    }

    /** One for each route: those of one route share their figures, and a replay beside it knows of no lag. */
    private static Stream<Flow> routes(Collection<Flow> flows) {
        return flows.stream()
                .collect(Collectors.toMap(
                        flow -> flow.subject().route(), flow -> flow, (one, other) -> one.lag() == null ? other : one))
                .values()
                .stream();
    }

    private Map<TriggerId, FlowReport> all() {
        return routes(deliveries.flows())
                .collect(Collectors.toMap(flow -> flow.subject().trigger(), this::everywhere, FlowReport::and));
    }

    private FlowReport everywhere(Flow flow) {
        FlowReport own = FlowReport.of(flow);
        return Optional.ofNullable(heard.get(own.route())).map(own::and).orElse(own);
    }
}
