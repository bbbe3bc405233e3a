package dev.dromedary.ledger;

import dev.dromedary.ledger.check.Counters;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a router's metrics, as Prometheus reads them, say of events. */
final class Metrics {

    private static final Pattern EVENTS =
            Pattern.compile("(?m)^dromedary_events_total\\{[^}]*outcome=\"([a-z_]+)\"[^}]*} (\\S+)$");
    private static final Pattern OPEN = Pattern.compile("(?m)^dromedary_events_open\\{[^}]*} (\\S+)$");

    private Metrics() {}

    /** Over all triggers; empty: it has no trigger with events. */
    static Optional<Counters> counters(String copy, String metrics) {
        Map<String, Long> outcomes = new TreeMap<>();
        Matcher events = EVENTS.matcher(metrics);
        while (events.find()) {
            outcomes.merge(events.group(1), (long) Double.parseDouble(events.group(2)), Long::sum);
        }
        long open = 0;
        Matcher gauges = OPEN.matcher(metrics);
        while (gauges.find()) {
            open += (long) Double.parseDouble(gauges.group(1));
        }
        return outcomes.isEmpty() ? Optional.empty() : Optional.of(new Counters(copy, outcomes, open));
    }
}
