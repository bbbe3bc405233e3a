package dev.dromedary.reconciler.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dromedary.crd.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Kubeless' autoscaler, {@code autoscaling/v2beta1}, with its metrics written as {@code autoscaling/v2} has them. What is in
 * that form already, and what makes no sense in either, stays as it is: the reader finds it.
 *
 * @param tree the object
 * @param written where a field of the tree was written by the user under another name: v2's path, then the user's
 */
record AutoscalingForm(JsonNode tree, Map<String, String> written) {

    private static final String METRIC = "metric";
    private static final String METRIC_NAME = "metricName";
    private static final String SELECTOR = "selector";
    private static final String TARGET = "target";
    private static final String TOLERANCE = "tolerance";
    private static final String DESCRIBED = "describedObject";

    static AutoscalingForm of(JsonNode tree, String path) {
        AutoscalingForm form = new AutoscalingForm(tree.deepCopy(), new LinkedHashMap<>());
        JsonNode metrics = form.tree.path("spec").path("metrics");
        for (int i = 0; i < metrics.size(); i++) {
            form.metric(metrics.path(i), path + ".spec.metrics[" + i + "].");
        }
        return form;
    }

    /**
     * Takes the tolerances out of the behavior, and gives their paths: an API server drops them without a word unless its
     * administrator switched them on (HPAConfigurableTolerance, off by default in Kubernetes 1.34).
     */
    List<String> withoutTolerance(String path) {
        List<String> paths = new ArrayList<>();
        for (String direction : List.of("scaleUp", "scaleDown")) {
            boolean set = tree.at("/spec/behavior/" + direction) instanceof ObjectNode rules
                    && !rules.path(TOLERANCE).isNull()
                    && rules.remove(TOLERANCE) != null;
            if (set) {
                paths.add(path + ".spec.behavior." + direction + "." + TOLERANCE + " (not carried out yet)");
            }
        }
        return paths;
    }

    /** The problems, with the fields under the names that the user wrote. */
    List<Problem> asWritten(List<Problem> problems) {
        return problems.stream()
                .map(problem -> new Problem(asWritten(problem.field()), problem.reason(), problem.remedy()))
                .toList();
    }

    private String asWritten(String field) {
        return written.entrySet().stream()
                .filter(entry -> field.equals(entry.getKey()) || field.startsWith(entry.getKey() + "."))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(field);
    }

    private void metric(JsonNode metric, String path) {
        if (metric.path("resource") instanceof ObjectNode resource) {
            target(resource, path + "resource.", "targetAverageUtilization", "averageUtilization");
            target(resource, path + "resource.", "targetAverageValue", "averageValue");
        }
        if (metric.path("pods") instanceof ObjectNode pods) {
            name(pods, path + "pods.");
            target(pods, path + "pods.", "targetAverageValue", "averageValue");
        }
        if (metric.path("object") instanceof ObjectNode object) {
            name(object, path + "object.");
            described(object, path + "object.");
            target(object, path + "object.", "targetValue", "value");
            target(object, path + "object.", "averageValue", "averageValue");
        }
    }

    private void name(ObjectNode part, String path) {
        if (!part.has(METRIC_NAME)) {
            return;
        }
        ObjectNode metric = part.objectNode();
        metric.set("name", part.remove(METRIC_NAME));
        if (part.has(SELECTOR)) {
            metric.set(SELECTOR, part.remove(SELECTOR));
            written.put(path + METRIC + "." + SELECTOR, path + SELECTOR);
        }
        part.set(METRIC, metric);
        written.put(path + METRIC, path + METRIC_NAME);
    }

    /** v2beta1 calls the object the target; in v2 that is the aim. */
    private void described(ObjectNode part, String path) {
        if (!part.has(DESCRIBED) && part.path(TARGET).has("kind")) {
            part.set(DESCRIBED, part.remove(TARGET));
            written.put(path + DESCRIBED, path + TARGET);
        }
    }

    /** The type of the target is v2's name of the field: {@code averageValue} makes it {@code AverageValue}. */
    private void target(ObjectNode part, String path, String field, String ofV2) {
        if (!part.hasNonNull(field)
                || (part.hasNonNull(TARGET) && !part.path(TARGET).isObject())) {
            return;
        }
        ObjectNode target = part.withObject("/" + TARGET);
        if (!target.has("type")) {
            String type = ofV2.equals("averageUtilization") ? "Utilization" : ofV2;
            target.put("type", Character.toUpperCase(type.charAt(0)) + type.substring(1));
        }
        target.set(ofV2, part.remove(field));
        written.put(path + TARGET + "." + ofV2, path + field);
        written.putIfAbsent(path + TARGET, path + field);
    }
}
