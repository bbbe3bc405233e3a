package dev.dromedary.routes.core.deliver;

import dev.dromedary.routes.core.TriggerId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the flows of all copies of the router are: of this one at any moment, of the others as last heard. Thread-safe. */
public final class Reports {

    private final Deliveries deliveries;
    private volatile Map<String, FlowReport> heard = Map.of();

    Reports(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /** Those of this copy. */
    public List<FlowReport> own() {
        return deliveries.flows().stream().map(FlowReport::of).toList();
    }

    /**
     * The other copies were asked.
     *
     * @param others what all of them said; of one that did not answer nothing is known any more
     */
    public void heard(List<FlowReport> others) {
        Map<String, FlowReport> before = heard;
        heard = others.stream()
                .collect(Collectors.toUnmodifiableMap(FlowReport::route, report -> report, FlowReport::and));
        Set<String> routes =
                Stream.concat(before.keySet().stream(), heard.keySet().stream()).collect(Collectors.toSet());
        deliveries.flows().stream()
                .map(flow -> flow.subject().route())
                .filter(route -> routes.contains(route.routeId())
                        && !Objects.equals(before.get(route.routeId()), heard.get(route.routeId())))
                .forEach(route -> deliveries.changed(route.trigger()));
    }

    /** How a trigger's flows are, in all copies; empty: it has none here. */
    public Optional<FlowReport> of(TriggerId trigger) {
        return deliveries.flows().stream()
                .filter(flow -> flow.subject().trigger().equals(trigger))
                .map(FlowReport::of)
                .map(own -> Optional.ofNullable(heard.get(own.route()))
                        .map(own::and)
                        .orElse(own))
                .reduce(FlowReport::and);
    }
}
