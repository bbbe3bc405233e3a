package dev.dromedary.reconciler.desired;

import dev.dromedary.reconciler.ValidFunction;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;

/** The container that serves calls. */
final class ServingContainer {

    /** A terminating pod goes on serving for so long, until everybody has stopped sending to it. */
    private static final long LEAVE_SECONDS = 3;

    private ServingContainer() {}

    static Container of(ValidFunction function) {
        int port = function.shape().ports().serverPort();
        PodSettings settings = function.shape().settings();
        return new ContainerBuilder()
                .withName(function.key().name())
                .withImage(function.runtime().serving().image())
                .withImagePullPolicy(settings.pullPolicy().orElse(null))
                .addNewPort()
                .withContainerPort(port)
                .endPort()
                .withEnv(Environment.serving(function))
                .withResources(Resourcing.of(settings.resources()))
                .withLivenessProbe(liveness(function, port))
                .withReadinessProbe(readiness(port))
                .withLifecycle(lifecycle())
                .withSecurityContext(Security.container())
                .withVolumeMounts(Mounts.function(), Mounts.tmp())
                .build();
    }

    /** The catalogue's, else Kubeless' own. */
    private static Probe liveness(ValidFunction function, int port) {
        Probe given = function.runtime().language().livenessProbe();
        if (given != null) {
            return given;
        }
        return healthz(port)
                .withInitialDelaySeconds(3)
                .withPeriodSeconds(30)
                .withTimeoutSeconds(5)
                .build();
    }

    /** Kubeless had none. With these times a function that stops answering is not ready within 7 seconds. */
    private static Probe readiness(int port) {
        return healthz(port)
                .withPeriodSeconds(1)
                .withTimeoutSeconds(2)
                .withFailureThreshold(3)
                .build();
    }

    private static ProbeBuilder healthz(int port) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath("/healthz")
                .withPort(new IntOrString(port))
                .endHttpGet();
    }

    private static Lifecycle lifecycle() {
        return new LifecycleBuilder()
                .withNewPreStop()
                .withNewSleep(LEAVE_SECONDS)
                .endPreStop()
                .build();
    }
}
