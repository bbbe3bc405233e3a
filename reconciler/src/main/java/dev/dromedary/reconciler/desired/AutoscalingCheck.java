package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reason;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricIdentifier;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is wrong with an autoscaler: all that the API server would refuse, with the remedy. */
final class AutoscalingCheck {

    private final List<Problem> problems = new ArrayList<>();

    private AutoscalingCheck() {}

    /**
     * The mistakes in it.
     *
     * @param path where it stands, for the messages
     */
    static List<Problem> problems(HorizontalPodAutoscalerSpec spec, String path) {
        AutoscalingCheck check = new AutoscalingCheck();
        check.bounds(spec, path);
        check.metrics(spec.getMetrics(), path + ".metrics");
        if (spec.getBehavior() != null) {
            check.problems.addAll(AutoscalingBehaviorCheck.problems(spec.getBehavior(), path + ".behavior"));
        }
        return List.copyOf(check.problems);
    }

    private void bounds(HorizontalPodAutoscalerSpec spec, String path) {
        int min = spec.getMinReplicas() == null ? 1 : spec.getMinReplicas();
        if (min < 1) {
            invalid(path + ".minReplicas", "must be at least 1: an autoscaler cannot scale to zero");
        }
        if (spec.getMaxReplicas() == null || spec.getMaxReplicas() < Math.max(1, min)) {
            invalid(path + ".maxReplicas", "must be at least " + Math.max(1, min) + ", that is minReplicas");
        }
    }

    private void metrics(List<MetricSpec> metrics, String path) {
        if (metrics == null || metrics.isEmpty()) {
            invalid(
                    path,
                    "must have a rule, such as {type: Resource, resource: {name: cpu, targetAverageUtilization: 80}}");
            return;
        }
        for (int i = 0; i < metrics.size(); i++) {
            metric(metrics.get(i), path + "[" + i + "]");
        }
    }

    private void metric(MetricSpec metric, String path) {
        String type = metric == null ? null : metric.getType();
        if (!isEmpty(type)) {
            others(metric, path);
        }
        switch (type == null ? "" : type) {
            case "Resource" -> resource(metric, path + ".resource");
            case "Pods" -> pods(metric, path + ".pods");
            case "Object" -> object(metric, path + ".object");
            case "" -> invalid(path + ".type", "must be Resource, Object or Pods");
            default ->
                problems.add(new Problem(
                        path + ".type",
                        Reason.NotSupported,
                        "must be Resource, Object or Pods: '" + type + "' is not carried out"));
        }
    }

    /** What is measured stands under the name of the type: the API server refuses a second. */
    private void others(MetricSpec metric, String path) {
        Map<String, Object> measured = new TreeMap<>();
        measured.put("containerResource", metric.getContainerResource());
        measured.put("external", metric.getExternal());
        measured.put("object", metric.getObject());
        measured.put("pods", metric.getPods());
        measured.put("resource", metric.getResource());
        measured.forEach((field, source) -> {
            if (source != null && !field.equalsIgnoreCase(metric.getType())) {
                invalid(path + "." + field, "must go, for the type of the rule is " + metric.getType());
            }
        });
    }

    private void resource(MetricSpec metric, String path) {
        if (metric.getResource() == null) {
            invalid(path, "must name the resource, cpu or memory, and the aim");
            return;
        }
        String name = metric.getResource().getName();
        if (!"cpu".equals(name) && !"memory".equals(name)) {
            invalid(path + ".name", "must be cpu or memory");
        }
        target(metric.getResource().getTarget(), path + ".target", List.of("Utilization", "AverageValue"));
    }

    private void pods(MetricSpec metric, String path) {
        if (metric.getPods() == null) {
            invalid(path, "must name the metric and the aim");
            return;
        }
        name(metric.getPods().getMetric(), path + ".metric");
        target(metric.getPods().getTarget(), path + ".target", List.of("AverageValue"));
    }

    private void object(MetricSpec metric, String path) {
        if (metric.getObject() == null) {
            invalid(path, "must name the metric, the object it is of, and the aim");
            return;
        }
        name(metric.getObject().getMetric(), path + ".metric");
        CrossVersionObjectReference object = metric.getObject().getDescribedObject();
        if (object == null || isEmpty(object.getKind()) || isEmpty(object.getName())) {
            invalid(
                    path + ".describedObject",
                    "must name an object, such as {kind: Service, name: the function's name}");
        }
        target(metric.getObject().getTarget(), path + ".target", List.of("Value", "AverageValue"));
    }

    /** The names of metrics become parts of paths in the metrics API. */
    private void name(MetricIdentifier metric, String path) {
        String name = metric == null ? null : metric.getName();
        if (isEmpty(name) || name.contains("/") || name.contains("%") || name.equals(".") || name.equals("..")) {
            invalid(path, "must be the name of a metric, such as function_calls");
        }
    }

    private void target(MetricTarget target, String path, List<String> types) {
        String remedy = "must be one aim above 0, of the type " + String.join(" or ", types);
        if (target == null || !types.contains(String.valueOf(target.getType()))) {
            invalid(path, remedy);
            return;
        }
        long aims = Stream.of(target.getAverageUtilization(), target.getAverageValue(), target.getValue())
                .filter(Objects::nonNull)
                .count();
        boolean good =
                switch (target.getType()) {
                    case "Utilization" -> target.getAverageUtilization() != null && target.getAverageUtilization() > 0;
                    case "Value" -> isAboveZero(target.getValue());
                    default -> isAboveZero(target.getAverageValue());
                };
        if (!good || aims != 1) {
            invalid(
                    path,
                    remedy
                            + (target.getType().equals("Utilization")
                                    ? ", a percentage without a sign, such as 80"
                                    : ", such as 10"));
        }
    }

    /** Kubernetes counts in thousandths: anything smaller is nothing. */
    private static boolean isAboveZero(Quantity quantity) {
        return AutoscalingQuantity.of(quantity)
                .filter(amount -> amount.compareTo(new BigDecimal("0.001")) >= 0)
                .isPresent();
    }

    private void invalid(String field, String remedy) {
        problems.add(Problem.invalid(field, remedy));
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
