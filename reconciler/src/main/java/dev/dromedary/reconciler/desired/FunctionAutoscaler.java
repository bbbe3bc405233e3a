package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.ValidFunction;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.fabric8.kubernetes.api.model.autoscaling.v2.ObjectMetricSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The HorizontalPodAutoscaler of a function, in {@code autoscaling/v2} (contract: function.md 7). Kubeless' ServiceMonitor for
 * the metric {@link #CALLS} is not made: the reconciler can serve that metric itself.
 */
public final class FunctionAutoscaler {

    /** Calls of the function a second, as Kubeless calls the metric of the function's Service. */
    static final String CALLS = "function_calls";

    /** Calls that are under way to the function, those that wait included: ours, of the function's Service too. */
    static final String IN_FLIGHT = "function_requests_in_flight";

    /** What is the total of all pods, and meant for each. */
    private static final Set<String> TOTALS = Set.of(CALLS, IN_FLIGHT);

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
                autoscaling.metrics().stream().map(FunctionAutoscaler::metric).toList();
        return new Wanted.Present(
                Kind.AUTOSCALER,
                new HorizontalPodAutoscalerBuilder()
                        .withMetadata(metadata(function, autoscaling))
                        .withNewSpec()
                        .withNewScaleTargetRef(
                                "apps/v1", "Deployment", function.key().name())
                        .withMinReplicas(autoscaling.min())
                        .withMaxReplicas(autoscaling.max())
                        .withMetrics(metrics)
                        .withBehavior(autoscaling.behavior().orElse(null))
                        .endSpec()
                        .build());
    }

    /** The user's labels give way to those that say whose it is. */
    private static ObjectMeta metadata(ValidFunction function, Autoscaling autoscaling) {
        ObjectMeta metadata = SourceConfigMap.metadata(function);
        Map<String, String> labels = new TreeMap<>(autoscaling.labels());
        labels.putAll(metadata.getLabels());
        return new ObjectMetaBuilder(metadata)
                .withLabels(labels)
                .addToAnnotations(autoscaling.annotations())
                .build();
    }

    /**
     * What {@code kubeless autoscale create --metric qps} writes, the metric {@link #CALLS} of a Service with a target value, is
     * meant for each pod, and {@link #IN_FLIGHT} likewise, while the metric is the total of all pods. So it becomes {@code AverageValue}: Kubernetes then wants
     * {@code ceil(total / value)} pods. As {@code Value} it would want {@code pods * total / value} of them, and so more at each
     * look, for one more pod makes the total no smaller (Kubernetes' replica_calculator.go: GetObjectPerPodMetricReplicas,
     * GetObjectMetricReplicas).
     */
    private static MetricSpec metric(MetricSpec metric) {
        ObjectMetricSource object = metric.getObject();
        boolean total = object != null
                && TOTALS.contains(object.getMetric().getName())
                && object.getDescribedObject().getKind().equals("Service");
        if (!total) {
            return metric;
        }
        MetricTarget target = object.getTarget();
        return new MetricSpecBuilder(metric)
                .editObject()
                .editDescribedObject()
                .withApiVersion("v1")
                .endDescribedObject()
                .withNewTarget()
                .withType("AverageValue")
                .withAverageValue(target.getValue() == null ? target.getAverageValue() : target.getValue())
                .endTarget()
                .endObject()
                .build();
    }
}
