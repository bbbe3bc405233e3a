package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.ValidFunction;
import dev.dromedary.reconciler.configuration.Configuration;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The Deployment of a function (contract: function.md 5). */
public final class FunctionDeployment {

    /** On the pod template: the hash of everything the pods read from the ConfigMap. New source rolls the pods. */
    public static final String SOURCE_HASH = SourceConfigMap.SOURCE;

    private static final int HISTORY = 3;

    private FunctionDeployment() {}

    /**
     * What the Deployment should be. It leaves {@code replicas} alone where an autoscaler has the say, and, as in Kubeless, where
     * the user says nothing of it: whoever scales it by hand is not fought.
     *
     * @param source what the pods read; empty where the image has the code in it
     */
    public static Wanted of(ValidFunction function, Configuration configuration, Optional<PodSource> source) {
        DeploymentSpec written = function.shape().settings().deployment();
        ObjectMeta metadata = new ObjectMetaBuilder(SourceConfigMap.metadata(function))
                .withLabels(over(function.shape().settings().metadata().getLabels(), function.labels()))
                .withAnnotations(over(
                        function.shape().settings().metadata().getAnnotations(),
                        function.identity().annotations()))
                .build();
        return new Wanted.Present(
                Kind.DEPLOYMENT,
                new DeploymentBuilder()
                        .withMetadata(metadata)
                        .withNewSpecLike(written)
                        .withReplicas(replicas(function))
                        .withRevisionHistoryLimit(Optional.ofNullable(written.getRevisionHistoryLimit())
                                .orElse(HISTORY))
                        .withNewSelector()
                        .withMatchLabels(function.selector())
                        .endSelector()
                        .withStrategy(strategy(written.getStrategy()))
                        .withNewTemplate()
                        .withMetadata(template(function, source))
                        .withSpec(FunctionPod.of(function, configuration, source))
                        .endTemplate()
                        .endSpec()
                        .build());
    }

    /** The annotations by which Prometheus finds the pods; they stand on every one, whatever the user writes. */
    public static Map<String, String> monitoring(int serverPort) {
        return Map.of(
                "prometheus.io/scrape",
                "true",
                "prometheus.io/path",
                "/metrics",
                "prometheus.io/port",
                String.valueOf(serverPort));
    }

    private static Integer replicas(ValidFunction function) {
        return function.shape().autoscaling().isPresent()
                ? null
                : function.shape().settings().deployment().getReplicas();
    }

    /** Kubeless wrote its own over the user's; here the user's counts, and no old pod goes before a new one is ready else. */
    private static DeploymentStrategy strategy(DeploymentStrategy written) {
        if (written != null && "Recreate".equals(written.getType())) {
            return written;
        }
        RollingUpdateDeployment rolling = Optional.ofNullable(written)
                .map(DeploymentStrategy::getRollingUpdate)
                .orElseGet(RollingUpdateDeployment::new);
        return new DeploymentStrategyBuilder()
                .withType("RollingUpdate")
                .withNewRollingUpdateLike(rolling)
                .withMaxUnavailable(
                        Optional.ofNullable(rolling.getMaxUnavailable()).orElseGet(() -> new IntOrString(0)))
                .endRollingUpdate()
                .build();
    }

    private static ObjectMeta template(ValidFunction function, Optional<PodSource> source) {
        ObjectMeta written = function.shape().settings().podMetadata();
        Map<String, String> annotations =
                over(written.getAnnotations(), function.identity().annotations());
        annotations.putAll(monitoring(function.shape().serverPort()));
        source.ifPresent(read -> annotations.put(SOURCE_HASH, read.hash()));
        return new ObjectMetaBuilder()
                .withLabels(over(written.getLabels(), function.labels()))
                .withAnnotations(annotations)
                .build();
    }

    private static Map<String, String> over(Map<String, String> below, Map<String, String> above) {
        Map<String, String> all = new TreeMap<>(below == null ? Map.of() : below);
        all.putAll(above);
        return all;
    }
}
