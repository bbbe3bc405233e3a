package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reason;
import io.fabric8.kubernetes.api.model.autoscaling.v2beta1.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2beta1.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2beta1.MetricSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a user wants of autoscaling, read out of Kubeless' {@code autoscaling/v2beta1} form.
 *
 * @param min fewest pods, at least 1
 * @param max most pods
 * @param rules on cpu or memory, at least one
 */
public record Autoscaling(int min, int max, List<Rule> rules) {

    /**
     * One rule.
     *
     * @param resource {@code cpu} or {@code memory}
     * @param utilization aim in percent of what is requested
     */
    public record Rule(String resource, int utilization) {}

    /**
     * The wish in an object that {@link #problems} finds nothing wrong with; empty where it asks for none. Kubeless takes
     * it for one if it has a name and names what to scale.
     */
    public static Optional<Autoscaling> of(HorizontalPodAutoscaler object) {
        if (!isWanted(object)) {
            return Optional.empty();
        }
        HorizontalPodAutoscalerSpec spec = object.getSpec();
        List<Rule> rules = spec.getMetrics().stream()
                .map(metric -> new Rule(
                        metric.getResource().getName(), metric.getResource().getTargetAverageUtilization()))
                .toList();
        int min = spec.getMinReplicas() == null ? 1 : spec.getMinReplicas();
        return Optional.of(new Autoscaling(Math.max(1, min), spec.getMaxReplicas(), rules));
    }

    /** What is wrong with it. */
    public static List<Problem> problems(HorizontalPodAutoscaler object) {
        if (!isWanted(object)) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        HorizontalPodAutoscalerSpec spec = object.getSpec();
        String path = "spec.horizontalPodAutoscaler.spec.";
        int min = spec.getMinReplicas() == null ? 1 : spec.getMinReplicas();
        if (spec.getMaxReplicas() == null || spec.getMaxReplicas() < Math.max(1, min)) {
            problems.add(Problem.invalid(path + "maxReplicas", "must be at least minReplicas, and at least 1"));
        }
        if (spec.getMetrics().isEmpty()) {
            problems.add(Problem.invalid(path + "metrics", "must have a rule, such as cpu with 80 percent"));
        }
        for (int i = 0; i < spec.getMetrics().size(); i++) {
            metric(spec.getMetrics().get(i), path + "metrics[" + i + "]").ifPresent(problems::add);
        }
        return List.copyOf(problems);
    }

    private static Optional<Problem> metric(MetricSpec metric, String path) {
        boolean resource = "Resource".equals(metric.getType())
                && metric.getResource() != null
                && List.of("cpu", "memory")
                        .contains(String.valueOf(metric.getResource().getName()));
        if (!resource) {
            return Optional.of(new Problem(
                    path,
                    Reason.NotSupported,
                    "this version scales on the resources cpu and memory; '" + metric.getType()
                            + "' is not carried out"));
        }
        Integer aim = metric.getResource().getTargetAverageUtilization();
        return aim != null && aim > 0
                ? Optional.empty()
                : Optional.of(Problem.invalid(
                        path + ".resource.targetAverageUtilization", "must be a percentage above 0, such as 80"));
    }

    private static boolean isWanted(HorizontalPodAutoscaler object) {
        return object.getMetadata() != null
                && object.getMetadata().getName() != null
                && !object.getMetadata().getName().isEmpty()
                && object.getSpec() != null
                && object.getSpec().getScaleTargetRef() != null
                && object.getSpec().getScaleTargetRef().getName() != null
                && !object.getSpec().getScaleTargetRef().getName().isEmpty();
    }
}
