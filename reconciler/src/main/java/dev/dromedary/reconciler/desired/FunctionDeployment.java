package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Hash;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.ValidFunction;
import dev.dromedary.reconciler.configuration.Configuration;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import java.util.TreeMap;

/** The Deployment of a function (contract: function.md 5). */
public final class FunctionDeployment {

    /** On the pod template: the hash of everything the pods read from the ConfigMap. New source rolls the pods. */
    public static final String SOURCE_HASH = "dromedary.dev/source";

    private static final int HISTORY = 3;

    private FunctionDeployment() {}

    /** What the Deployment should be. It leaves {@code replicas} alone where an autoscaler has the say. */
    public static Wanted of(ValidFunction function, Configuration configuration) {
        ObjectMeta metadata = new ObjectMetaBuilder(SourceConfigMap.metadata(function))
                .withAnnotations(function.identity().annotations())
                .build();
        return new Wanted.Present(
                Kind.DEPLOYMENT,
                new DeploymentBuilder()
                        .withMetadata(metadata)
                        .withNewSpec()
                        .withReplicas(replicas(function))
                        .withRevisionHistoryLimit(HISTORY)
                        .withNewSelector()
                        .withMatchLabels(function.selector())
                        .endSelector()
                        .withNewStrategy()
                        .withType("RollingUpdate")
                        .withNewRollingUpdate()
                        .withMaxUnavailable(new IntOrString(0))
                        .endRollingUpdate()
                        .endStrategy()
                        .withNewTemplate()
                        .withMetadata(template(function, configuration))
                        .withSpec(FunctionPod.of(function, configuration))
                        .endTemplate()
                        .endSpec()
                        .build());
    }

    private static Integer replicas(ValidFunction function) {
        return function.shape().autoscaling().isPresent()
                ? null
                : function.shape().settings().replicas().orElse(1);
    }

    private static ObjectMeta template(ValidFunction function, Configuration configuration) {
        Map<String, String> annotations =
                new TreeMap<>(function.shape().settings().annotations());
        annotations.putAll(function.identity().annotations());
        annotations.put("prometheus.io/scrape", "true");
        annotations.put("prometheus.io/path", "/metrics");
        annotations.put(
                "prometheus.io/port", String.valueOf(function.shape().ports().serverPort()));
        annotations.put(
                SOURCE_HASH,
                Hash.of(SourceConfigMap.data(function, configuration.sources().caBundle())));
        return new ObjectMetaBuilder()
                .withLabels(function.labels())
                .withAnnotations(annotations)
                .build();
    }
}
