package dev.dromedary.reconciler.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user wants of autoscaling, read out of {@code spec.horizontalPodAutoscaler} (contract: function.md 7). Which
 * Deployment is scaled and what the autoscaler is called goes by the function's name, whatever stands there.
 *
 * @param min fewest pods, at least 1
 * @param max most pods, at least {@code min}
 * @param metrics what is scaled on, at least one
 * @param behavior how fast; empty: as Kubernetes does by itself
 * @param labels the user's, for the autoscaler alone
 * @param annotations the user's, for the autoscaler alone
 */
public record Autoscaling(
        int min,
        int max,
        List<MetricSpec> metrics,
        Optional<HorizontalPodAutoscalerBehavior> behavior,
        Map<String, String> labels,
        Map<String, String> annotations) {

    private static final String PATH = "spec.horizontalPodAutoscaler";

    /**
     * Reads the embedded object, in Kubeless' {@code autoscaling/v2beta1} or in {@code autoscaling/v2}. As in Kubeless it is
     * a wish only where it has a name and names what to scale.
     *
     * @param tree as the user wrote it; {@code null} reads as empty
     * @return the wish, empty where there is none
     */
    public static Reading<Optional<Autoscaling>> read(JsonNode tree) {
        AutoscalingForm form = AutoscalingForm.of(tree == null ? NullNode.getInstance() : tree, PATH);
        List<String> unknown = new ArrayList<>(form.withoutTolerance(PATH));
        Reading<HorizontalPodAutoscaler> object =
                StrictReader.embedded(HorizontalPodAutoscaler.class, form.tree(), PATH);
        unknown.addAll(object.unknown());
        if (object.value().isEmpty()) {
            return new Reading<>(Optional.empty(), form.asWritten(object.problems()), unknown);
        }
        HorizontalPodAutoscaler wish = object.value().get();
        if (!isWanted(wish)) {
            return new Reading<>(Optional.of(Optional.empty()), List.of(), unknown);
        }
        List<Problem> problems = form.asWritten(AutoscalingCheck.problems(wish.getSpec(), PATH + ".spec"));
        return problems.isEmpty()
                ? new Reading<>(Optional.of(Optional.of(of(wish))), problems, unknown)
                : new Reading<>(Optional.empty(), problems, unknown);
    }

    private static Autoscaling of(HorizontalPodAutoscaler wish) {
        HorizontalPodAutoscalerSpec spec = wish.getSpec();
        return new Autoscaling(
                spec.getMinReplicas() == null ? 1 : spec.getMinReplicas(),
                spec.getMaxReplicas(),
                List.copyOf(spec.getMetrics()),
                Optional.ofNullable(spec.getBehavior()),
                orEmpty(wish.getMetadata().getLabels()),
                orEmpty(wish.getMetadata().getAnnotations()));
    }

    private static boolean isWanted(HorizontalPodAutoscaler object) {
        return object.getMetadata() != null
                && isSet(object.getMetadata().getName())
                && object.getSpec() != null
                && object.getSpec().getScaleTargetRef() != null
                && isSet(object.getSpec().getScaleTargetRef().getName());
    }

    private static boolean isSet(String text) {
        return text != null && !text.isEmpty();
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
