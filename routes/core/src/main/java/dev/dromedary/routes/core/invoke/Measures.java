package dev.dromedary.routes.core.invoke;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Rate, errors and duration, as Micrometer timers: {@code dromedary_requests_seconds} a trigger, {@code dromedary_calls_seconds} a function. Labels
 * are bounded: whoever comes after the first thousand is counted under {@code other}, so that many small ones do not drown a
 * Prometheus.
 */
public final class Measures {

    private static final int MOST = 1000;
    private static final String OTHER = "other";
    private static final int CLASSES = 6;
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60)
    };

    private final MeterRegistry registry;
    private final Set<String> named = ConcurrentHashMap.newKeySet();
    private final Map<Tags, Series> series = new ConcurrentHashMap<>();

    /** Measures into this registry. */
    public Measures(MeterRegistry registry) {
        this.registry = registry;
    }

    /** One thing that is measured; made anew it goes on where it was. */
    public static final class Series {

        private final MeterRegistry registry;
        private final String name;
        private final Tags tags;
        private final Timer[] byClass = new Timer[CLASSES];

        private Series(MeterRegistry registry, String name, Tags tags) {
            this.registry = registry;
            this.name = name;
            this.tags = tags;
        }

        /**
         * One was answered.
         *
         * @param status the HTTP status; 0: the client was gone before
         * @param nanos what it took
         */
        public void add(int status, long nanos) {
            int of = Math.min(Math.max(status / 100, 0), CLASSES - 1);
            Timer timer = byClass[of];
            if (timer == null) {
                timer = timer(of);
                byClass[of] = timer;
            }
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }

        private Timer timer(int of) {
            return Timer.builder(name)
                    .tags(tags.and("code", of == 0 ? "gone" : of + "xx"))
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry);
        }

        private void remove() {
            for (Timer timer : byClass) {
                if (timer != null) {
                    var unused = registry.remove(timer);
                }
            }
        }
    }

    /** Where it all is counted. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Of a trigger's requests. */
    public Series ofTrigger(String kind, String namespace, String trigger) {
        return of("dromedary.requests", Tags.of("kind", kind), namespace, "trigger", trigger);
    }

    /** Of the calls of a function. */
    Series ofFunction(String namespace, String function) {
        return of("dromedary.calls", Tags.empty(), namespace, "function", function);
    }

    private Series of(String name, Tags tags, String namespace, String label, String value) {
        String id = name + "/" + tags + "/" + namespace + "/" + value;
        boolean known = named.contains(id) || (named.size() < MOST && named.add(id));
        Tags all = tags.and("namespace", known ? namespace : OTHER, label, known ? value : OTHER);
        return series.computeIfAbsent(all, any -> new Series(registry, name, all));
    }

    /** What it stands for is gone. */
    public void forget(Series gone) {
        if (!gone.tags.stream().anyMatch(tag -> tag.getValue().equals(OTHER)) && series.remove(gone.tags, gone)) {
            gone.remove();
        }
    }
}
