package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.FunctionRuntime;
import dev.dromedary.reconciler.Runtimes;
import dev.dromedary.reconciler.ValidFunction;
import dev.dromedary.reconciler.configuration.Configuration;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The container that serves calls: the user's first one, with the code in it (contract: function.md 5.1). */
final class ServingContainer {

    /** A terminating pod goes on serving for so long, until everybody has stopped sending to it. */
    private static final long LEAVE_SECONDS = 3;

    private ServingContainer() {}

    /**
     * The container.
     *
     * @param image what it runs
     * @param mounts our own, where the user has none at the same path
     */
    static Container of(ValidFunction function, Configuration configuration, String image, VolumeMount... mounts) {
        int port = function.shape().serverPort();
        Container written = function.shape().settings().container();
        Probe liveness = liveness(function, written, port);
        Container safe = new Hardening(configuration).container(written);
        return new ContainerBuilder(safe)
                .withName(function.key().name())
                .withImage(image)
                .withPorts(ports(written.getPorts(), port))
                .withEnv(Environment.serving(
                        function, safe.getResources().getLimits().get("memory")))
                .withLivenessProbe(liveness)
                .withReadinessProbe(
                        Optional.ofNullable(written.getReadinessProbe()).orElseGet(() -> readiness(liveness)))
                .withLifecycle(Optional.ofNullable(written.getLifecycle()).orElseGet(ServingContainer::lifecycle))
                .withVolumeMounts(Mounts.with(written.getVolumeMounts(), mounts))
                .build();
    }

    private static List<ContainerPort> ports(List<ContainerPort> written, int port) {
        List<ContainerPort> ports = new ArrayList<>(written);
        if (written.stream().noneMatch(user -> Integer.valueOf(port).equals(user.getContainerPort()))) {
            ports.add(new ContainerPortBuilder().withContainerPort(port).build());
        }
        return ports;
    }

    /** The user's, else the catalogue's, else Kubeless' own. */
    private static Probe liveness(ValidFunction function, Container written, int port) {
        return Optional.ofNullable(written.getLivenessProbe())
                .or(() -> function.code().onRuntime().map(Runtimes::language).map(FunctionRuntime::livenessProbe))
                .orElseGet(() -> new ProbeBuilder()
                        .withNewHttpGet()
                        .withPath("/healthz")
                        .withPort(new IntOrString(port))
                        .endHttpGet()
                        .withInitialDelaySeconds(3)
                        .withPeriodSeconds(30)
                        .withTimeoutSeconds(5)
                        .build());
    }

    /**
     * Kubeless had none; it asks what the liveness probe asks. With these times a function that stops answering is not ready
     * within 7 seconds.
     */
    private static Probe readiness(Probe liveness) {
        return new ProbeBuilder()
                .withExec(liveness.getExec())
                .withGrpc(liveness.getGrpc())
                .withHttpGet(liveness.getHttpGet())
                .withTcpSocket(liveness.getTcpSocket())
                .withPeriodSeconds(1)
                .withTimeoutSeconds(2)
                .withFailureThreshold(3)
                .build();
    }

    private static Lifecycle lifecycle() {
        return new LifecycleBuilder()
                .withNewPreStop()
                .withNewSleep(LEAVE_SECONDS)
                .endPreStop()
                .build();
    }
}
