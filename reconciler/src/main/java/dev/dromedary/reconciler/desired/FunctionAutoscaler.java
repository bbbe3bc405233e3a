package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.ValidFunction;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import java.util.List;

/** The HorizontalPodAutoscaler of a function, in {@code autoscaling/v2} (contract: function.md 7). */
public final class FunctionAutoscaler {

    private FunctionAutoscaler() {}

    /** What it should be: absent where the function asks for none. */
    public static Wanted of(ValidFunction function) {
        return function.shape()
                .autoscaling()
                .<Wanted>map(autoscaling -> present(function, autoscaling))
                .orElseGet(() -> new Wanted.Absent(Kind.AUTOSCALER, function.key()));
    }

    private static Wanted present(ValidFunction function, Autoscaling autoscaling) {
        List<MetricSpec> metrics =
                autoscaling.rules().stream().map(FunctionAutoscaler::metric).toList();
        return new Wanted.Present(
                Kind.AUTOSCALER,
                new HorizontalPodAutoscalerBuilder()
                        .withMetadata(SourceConfigMap.metadata(function))
                        .withNewSpec()
                        .withNewScaleTargetRef(
                                "apps/v1", "Deployment", function.key().name())
                        .withMinReplicas(autoscaling.min())
                        .withMaxReplicas(autoscaling.max())
                        .withMetrics(metrics)
                        .endSpec()
                        .build());
    }

    private static MetricSpec metric(Autoscaling.Rule rule) {
        return new MetricSpecBuilder()
                .withType("Resource")
                .withNewResource()
                .withName(rule.resource())
                .withNewTarget()
                .withType("Utilization")
                .withAverageUtilization(rule.utilization())
                .endTarget()
                .endResource()
                .build();
    }
}
