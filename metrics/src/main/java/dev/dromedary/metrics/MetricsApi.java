package dev.dromedary.metrics;

import dev.dromedary.crd.Key;
import dev.dromedary.metrics.Pods.Pod;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answers of our part of the API, for callers who are known: {@code …/services/<function>/function_calls} and the like. */
final class MetricsApi {

    private static final Pattern VALUES = Pattern.compile(
            "/apis/" + Pattern.quote(Discovery.GROUP)
                    + "/(?<version>v1beta[12])/namespaces/(?<namespace>[a-z0-9-]+)/(?<resource>[a-z]+)/(?<name>[a-z0-9.-]+|\\*)/(?<metric>[a-z_]+)");

    private final Rates rates;
    private final InFlight inFlight;
    private final Access access;
    private final Clock clock;

    MetricsApi(Rates rates, InFlight inFlight, Access access, Clock clock) {
        this.rates = rates;
        this.inFlight = inFlight;
        this.access = access;
        this.clock = clock;
    }

    /** What is known of calls. */
    interface Rates {
        OptionalDouble total(Key function);

        Map<Pod, Double> each(String namespace);
    }

    /** What is known of calls that are under way. */
    @FunctionalInterface
    interface InFlight {
        /** Through all copies of the router; fails where nobody can tell which there are. */
        Future<Activities> read();
    }

    /** Who may read what. */
    interface Access {
        /** Whether the caller may; fails where nobody can tell now. */
        Future<Boolean> allows(Caller caller, AccessReview.Metric metric);
    }

    /** The answer to a {@code GET}. What there is may be read by whoever is known, as Kubernetes has it; values by whoever may. */
    Future<Reply> get(Caller caller, String encoded, MultiMap query) {
        String path = decode(encoded);
        return metric(path)
                .map(metric -> access.allows(caller, metric)
                        .compose(may -> may
                                ? values(metric, query)
                                : Future.succeededFuture(
                                        Reply.forbidden("User " + caller.user() + " may not get " + metric.resource()
                                                + "/" + metric.series().title() + " in the namespace "
                                                + metric.namespace()))))
                .orElseGet(() -> Future.succeededFuture(Discovery.at(path)
                        .map(Reply::ok)
                        .orElseGet(() -> Reply.missing("There is nothing at " + path))));
    }

    private static Optional<AccessReview.Metric> metric(String path) {
        Matcher values = VALUES.matcher(path);
        return values.matches()
                ? Series.of(values.group("metric"), values.group("resource"))
                        .map(series -> new AccessReview.Metric(
                                series,
                                values.group("version"),
                                values.group("namespace"),
                                values.group("resource"),
                                values.group("name")))
                : Optional.empty();
    }

    /** The API server writes {@code *} as {@code %2A}. What cannot be decoded is left as it is, and found nowhere. */
    private static String decode(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
    }

    private Future<Reply> values(AccessReview.Metric metric, MultiMap query) {
        if (!orEmpty(query.get("metricLabelSelector")).isEmpty()) {
            return Future.succeededFuture(Reply.invalid(
                    "The metric " + metric.series().title() + " has no labels to select by: leave the selector out"));
        }
        return switch (metric.series()) {
            case CALLS ->
                Future.succeededFuture(
                        metric.resource().equals("services") ? ofService(metric) : ofPods(metric, query));
            case IN_FLIGHT ->
                inFlight.read()
                        .map(activities -> inFlight(metric, activities))
                        .otherwise(trouble -> Reply.unavailable(trouble.getMessage()));
        };
    }

    /** A sum without the silent ones would have pods taken away from calls that are under way. */
    private static Reply inFlight(AccessReview.Metric metric, Activities activities) {
        if (metric.name().equals("*")) {
            return Reply.missing("Calls in flight are of one function: name its Service");
        }
        if (!activities.isWhole()) {
            return Reply.unavailable("It is not known what is in flight: "
                    + (activities.silent().isEmpty()
                            ? "the router has no copy"
                            : "these copies of the router are silent: " + activities.silent()));
        }
        Activity activity = activities.functions().get(new Key(metric.namespace(), metric.name()));
        double value = activity == null ? 0 : (double) activity.inFlight();
        return list(metric, "Service", Map.of(metric.name(), value), activities.asked());
    }

    private Reply ofService(AccessReview.Metric metric) {
        OptionalDouble value = rates.total(new Key(metric.namespace(), metric.name()));
        return value.isEmpty()
                ? Reply.missing("No calls are known of the function " + metric.namespace() + "/" + metric.name()
                        + ": they are counted where an autoscaler made for it asks, after some seconds")
                : list(metric, "Service", Map.of(metric.name(), value.getAsDouble()), clock.instant());
    }

    private Reply ofPods(AccessReview.Metric metric, MultiMap query) {
        return LabelSelection.of(orEmpty(query.get("labelSelector")))
                .map(selection -> {
                    Map<String, Double> values = new TreeMap<>();
                    rates.each(metric.namespace()).forEach((pod, value) -> {
                        boolean meant =
                                metric.name().equals("*") || metric.name().equals(pod.name());
                        if (meant && selection.matches(pod.labels())) {
                            values.put(pod.name(), value);
                        }
                    });
                    return list(metric, "Pod", values, clock.instant());
                })
                .orElseGet(() -> Reply.invalid("A labelSelector must be of the form a=b,c=d"));
    }

    private static Reply list(AccessReview.Metric metric, String kind, Map<String, Double> values, Instant at) {
        return Reply.ok(new MetricValues(metric.series(), metric.version(), metric.namespace(), kind).list(values, at));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
