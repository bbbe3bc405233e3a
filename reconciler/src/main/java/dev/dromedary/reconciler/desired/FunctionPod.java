package dev.dromedary.reconciler.desired;

import dev.dromedary.reconciler.Runtimes;
import dev.dromedary.reconciler.ValidFunction;
import dev.dromedary.reconciler.configuration.Configuration;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pod of a function. We build it; nothing of it is merged from a user's pod. It keeps the restricted Pod Security
 * Standard: no root, no privileges, no token, a read-only root with {@code /kubeless} and {@code /tmp} to write to.
 */
final class FunctionPod {

    /** How long a pod may take to finish its calls once it is told to stop, in seconds. */
    private static final long GRACE_SECONDS = 30;

    private FunctionPod() {}

    static PodSpec of(ValidFunction function, Configuration configuration) {
        return new PodSpecBuilder()
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withSecurityContext(Security.pod())
                .withAffinity(spread(function))
                .withImagePullSecrets(pullSecrets(function.runtime(), configuration))
                .withVolumes(volumes(function))
                .withInitContainers(InitContainers.of(function, configuration))
                .withContainers(ServingContainer.of(function))
                .build();
    }

    /** Softly apart, by node, as Kubeless has it. */
    private static Affinity spread(ValidFunction function) {
        return new AffinityBuilder()
                .withNewPodAntiAffinity()
                .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                .withWeight(100)
                .withNewPodAffinityTerm()
                .withTopologyKey("kubernetes.io/hostname")
                .withNewLabelSelector()
                .withMatchLabels(function.selector())
                .endLabelSelector()
                .endPodAffinityTerm()
                .endPreferredDuringSchedulingIgnoredDuringExecution()
                .endPodAntiAffinity()
                .build();
    }

    private static List<LocalObjectReference> pullSecrets(Runtimes runtime, Configuration configuration) {
        return Stream.concat(configuration.images().pullSecrets().stream(), runtime.pullSecrets().stream())
                .distinct()
                .map(LocalObjectReference::new)
                .toList();
    }

    private static List<Volume> volumes(ValidFunction function) {
        String name = function.key().name();
        return List.of(
                new VolumeBuilder()
                        .withName(Mounts.FUNCTION)
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .build(),
                new VolumeBuilder()
                        .withName(Mounts.SOURCE)
                        .withNewConfigMap()
                        .withName(name)
                        .endConfigMap()
                        .build(),
                new VolumeBuilder()
                        .withName(Mounts.TMP)
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .build());
    }
}
