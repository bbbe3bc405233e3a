package dev.dromedary.reconciler.desired;

import dev.dromedary.reconciler.configuration.Configuration;
import dev.dromedary.reconciler.configuration.PodPolicy.Profile;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.List;
import java.util.Optional;

/**
 * The restricted Pod Security Standard, for a pod and for each of its containers, side cars and init containers too. What
 * the allow-list let through may only tighten it, or loosen what the administrator's policy lets it.
 */
final class Hardening {

    /** The user Kubeless' runtime images are made for. */
    private static final long USER = 1000;

    private final Configuration configuration;

    Hardening(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * The pod's security context.
     *
     * @param settings what was set on it, and whether user and group are the platform's choice
     */
    PodSecurityContext pod(PodSettings settings) {
        PodSecurityContext written =
                Optional.ofNullable(settings.pod().getSecurityContext()).orElseGet(PodSecurityContext::new);
        boolean platform =
                settings.platformUsers() || configuration.pods().policy().profile() == Profile.OPENSHIFT;
        PodSecurityContextBuilder context = new PodSecurityContextBuilder(written);
        context.withRunAsNonRoot(
                Optional.ofNullable(written.getRunAsNonRoot()).orElse(!isRoot(written.getRunAsUser())));
        if (!platform) {
            context.withRunAsUser(Optional.ofNullable(written.getRunAsUser()).orElse(USER))
                    .withRunAsGroup(Optional.ofNullable(written.getRunAsGroup()).orElse(USER))
                    .withFsGroup(Optional.ofNullable(written.getFsGroup()).orElse(USER));
        }
        if (written.getSeccompProfile() == null) {
            context.withNewSeccompProfile().withType("RuntimeDefault").endSeccompProfile();
        }
        return context.build();
    }

    /** A container as it is written, safe, with resources, and with its last words kept for the status. */
    Container container(Container written) {
        ResourceRequirements wanted =
                Optional.ofNullable(written.getResources()).orElseGet(ResourceRequirements::new);
        return new ContainerBuilder(written)
                .withEnv(Environment.once(written.getEnv()))
                .withResources(Resourcing.of(wanted, configuration.pods().defaults()))
                .withTerminationMessagePolicy(Optional.ofNullable(written.getTerminationMessagePolicy())
                        .orElse("FallbackToLogsOnError"))
                .withSecurityContext(context(written.getSecurityContext()))
                .build();
    }

    private static SecurityContext context(SecurityContext given) {
        SecurityContext written = Optional.ofNullable(given).orElseGet(SecurityContext::new);
        List<String> added = written.getCapabilities() == null
                ? List.of()
                : written.getCapabilities().getAdd();
        boolean privileged = Boolean.TRUE.equals(written.getPrivileged());
        SecurityContextBuilder context = new SecurityContextBuilder(written)
                .withReadOnlyRootFilesystem(
                        Optional.ofNullable(written.getReadOnlyRootFilesystem()).orElse(true))
                .withNewCapabilities()
                .withDrop("ALL")
                .withAdd(added)
                .endCapabilities();
        // Where the policy lets a container be root, the pod's runAsNonRoot would keep it from starting.
        if (written.getRunAsNonRoot() == null && isRoot(written.getRunAsUser())) {
            context.withRunAsNonRoot(false);
        }
        // Kubernetes refuses a privileged container, which only a widened policy lets through, that may not escalate.
        if (!privileged && written.getAllowPrivilegeEscalation() == null) {
            context.withAllowPrivilegeEscalation(false);
        }
        return context.build();
    }

    private static boolean isRoot(Long user) {
        return user != null && user == 0;
    }
}
