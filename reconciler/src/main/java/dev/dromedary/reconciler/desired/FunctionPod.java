package dev.dromedary.reconciler.desired;

import dev.dromedary.reconciler.Code;
import dev.dromedary.reconciler.Runtimes;
import dev.dromedary.reconciler.ValidFunction;
import dev.dromedary.reconciler.configuration.Configuration;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pod of a function. It is built of fields that an allow-list let through, and of ours: no root, no privileges, no
 * token, a read-only root with {@code /kubeless} and {@code /tmp} to write to.
 */
final class FunctionPod {

    /** How long a pod may take to finish its calls once it is told to stop, in seconds. */
    private static final long GRACE_SECONDS = 30;

    private final ValidFunction function;
    private final Configuration configuration;
    private final Optional<PodSource> source;
    private final PodSettings settings;
    private final Hardening hardening;

    private FunctionPod(ValidFunction function, Configuration configuration, Optional<PodSource> source) {
        this.function = function;
        this.configuration = configuration;
        this.source = source;
        this.settings = function.shape().settings();
        this.hardening = new Hardening(configuration);
    }

    static PodSpec of(ValidFunction function, Configuration configuration, Optional<PodSource> source) {
        return new FunctionPod(function, configuration, source).build();
    }

    private PodSpec build() {
        PodSpec written = settings.pod();
        return switch (function.code()) {
            case Code.Injected code -> injected(new PodSpecBuilder(common(written)), code);
            case Code.Built built -> complete(new PodSpecBuilder(common(written)), built.image());
            case Code.OwnImage own -> complete(new PodSpecBuilder(common(written)), own.image());
        };
    }

    private PodSpec injected(PodSpecBuilder pod, Code.Injected code) {
        InitContainers steps = new InitContainers(function, code, configuration);
        List<Container> before = new ArrayList<>(steps.all());
        before.addAll(hardened(settings.initContainers()));
        List<Volume> ours =
                new ArrayList<>(Mounts.injection(source.orElseThrow().name()));
        steps.secrets().forEach(secret -> ours.add(Mounts.secretVolumeOf(secret)));
        String image = code.runtime().serving().image();
        return pod.withVolumes(volumes(ours))
                .withInitContainers(before)
                .withContainers(containers(
                        ServingContainer.of(function, configuration, image, Mounts.function(), Mounts.tmp())))
                .build();
    }

    /** An image that has the code in it. */
    private PodSpec complete(PodSpecBuilder pod, String image) {
        return pod.withVolumes(volumes(List.of()))
                .withInitContainers(hardened(settings.initContainers()))
                .withContainers(containers(ServingContainer.of(function, configuration, image, Mounts.tmp())))
                .build();
    }

    private PodSpec common(PodSpec written) {
        boolean token = settings.serviceAccount().isPresent();
        return new PodSpecBuilder(written)
                // Both are ours: the API server copies one into the other, and would keep the copy once we want none.
                .withServiceAccount(settings.serviceAccount().orElse(null))
                .withServiceAccountName(settings.serviceAccount().orElse(null))
                .withAutomountServiceAccountToken(
                        token && !Boolean.FALSE.equals(written.getAutomountServiceAccountToken()))
                .withEnableServiceLinks(
                        Optional.ofNullable(written.getEnableServiceLinks()).orElse(false))
                .withTerminationGracePeriodSeconds(Optional.ofNullable(written.getTerminationGracePeriodSeconds())
                        .orElse(GRACE_SECONDS))
                .withSecurityContext(hardening.pod(settings))
                .withAffinity(Optional.ofNullable(written.getAffinity()).orElseGet(this::spread))
                .withImagePullSecrets(pullSecrets(function, configuration))
                .build();
    }

    private List<Volume> volumes(List<Volume> ours) {
        return Stream.of(settings.pod().getVolumes(), ours, List.of(Mounts.tmpVolume()))
                .flatMap(List::stream)
                .toList();
    }

    private List<Container> containers(Container serving) {
        return Stream.concat(Stream.of(serving), hardened(settings.sideCars()).stream())
                .toList();
    }

    /** Side cars and init containers of the user's: safe, and with the one folder that all may write to. */
    private List<Container> hardened(List<Container> written) {
        return written.stream()
                .map(hardening::container)
                .map(safe -> new ContainerBuilder(safe)
                        .withVolumeMounts(Mounts.with(safe.getVolumeMounts(), Mounts.tmp()))
                        .build())
                .toList();
    }

    /** Softly apart, by node, as Kubeless has it. */
    private Affinity spread() {
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

    /** The user's, the installation's and the catalogue's together; Kubeless let one list replace another. */
    static List<LocalObjectReference> pullSecrets(ValidFunction function, Configuration configuration) {
        Stream<String> users = function.shape().settings().pod().getImagePullSecrets().stream()
                .map(LocalObjectReference::getName)
                .filter(Objects::nonNull);
        Stream<String> catalogue =
                function.code().onRuntime().stream().map(Runtimes::pullSecrets).flatMap(List::stream);
        Stream<String> built = function.code() instanceof Code.Built ? Stream.of(BuildJob.CREDENTIALS) : Stream.empty();
        return Stream.of(users, configuration.images().pullSecrets().stream(), built, catalogue)
                .flatMap(names -> names)
                .distinct()
                .map(LocalObjectReference::new)
                .toList();
    }
}
