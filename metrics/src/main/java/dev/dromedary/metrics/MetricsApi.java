package dev.dromedary.metrics;

import dev.dromedary.crd.Key;
import dev.dromedary.metrics.Pods.Pod;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answers of our part of the API, for callers who are known: {@code …/services/<function>/function_calls} and the like. */
final class MetricsApi {

    /** Kubeless' name for the calls of a function a second. */
    static final String METRIC = "function_calls";

    private static final Pattern VALUES = Pattern.compile("/apis/" + Pattern.quote(Discovery.GROUP)
            + "/(?<version>v1beta[12])/namespaces/(?<namespace>[a-z0-9-]+)/(?<resource>services|pods)/(?<name>[a-z0-9.-]+|\\*)/"
            + METRIC);

    private final Rates rates;
    private final Access access;
    private final Clock clock;

    MetricsApi(Rates rates, Access access, Clock clock) {
        this.rates = rates;
        this.access = access;
        this.clock = clock;
    }

    /** What is known of calls. */
    interface Rates {
        OptionalDouble total(Key function);

        Map<Pod, Double> each(String namespace);
    }

    /** Who may read what. */
    interface Access {
        /** Whether the caller may; fails where nobody can tell now. */
        Future<Boolean> allows(Caller caller, AccessReview.Metric metric);
    }

    /** The answer to a {@code GET}. What there is may be read by whoever is known, as Kubernetes has it; values by whoever may. */
    Future<Reply> get(Caller caller, String encoded, MultiMap query) {
        String path = decode(encoded);
        Matcher values = VALUES.matcher(path);
        if (!values.matches()) {
            return Future.succeededFuture(
                    Discovery.at(path).map(Reply::ok).orElseGet(() -> Reply.missing("There is nothing at " + path)));
        }
        AccessReview.Metric metric = new AccessReview.Metric(
                values.group("version"), values.group("namespace"), values.group("resource"), values.group("name"));
        return access.allows(caller, metric)
                .map(may -> may
                        ? values(metric, query)
                        : Reply.forbidden("User " + caller.user() + " may not get " + metric.resource() + "/" + METRIC
                                + " in the namespace " + metric.namespace()));
    }

    /** The API server writes {@code *} as {@code %2A}. What cannot be decoded is left as it is, and found nowhere. */
    private static String decode(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
    }

    private Reply values(AccessReview.Metric metric, MultiMap query) {
        if (!orEmpty(query.get("metricLabelSelector")).isEmpty()) {
            return Reply.invalid("The metric " + METRIC + " has no labels to select by: leave the selector out");
        }
        return metric.resource().equals("services") ? ofService(metric) : ofPods(metric, query);
    }

    private Reply ofService(AccessReview.Metric metric) {
        OptionalDouble value = rates.total(new Key(metric.namespace(), metric.name()));
        return value.isEmpty()
                ? Reply.missing("No calls are known of the function " + metric.namespace() + "/" + metric.name()
                        + ": they are counted where an autoscaler made for it asks, after some seconds")
                : list(metric, "Service", Map.of(metric.name(), value.getAsDouble()));
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
                    return list(metric, "Pod", values);
                })
                .orElseGet(() -> Reply.invalid("A labelSelector must be of the form a=b,c=d"));
    }

    private Reply list(AccessReview.Metric metric, String kind, Map<String, Double> values) {
        JsonObject list = new MetricValues(metric.version(), metric.namespace(), kind).list(values, clock.instant());
        return Reply.ok(list);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
