package dev.dromedary.routes.http.gateway;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The ClusterRole that lets the router make its Services in other namespaces, as their owner: an owner of another namespace
 * Kubernetes does not take, but one of the whole cluster. When Dromedary is uninstalled, the role goes, and they with it.
 */
final class RouterRole implements Supplier<Optional<OwnerReference>> {

    private static final String NAME = "kubeless-router-backend";

    /** A role that was made anew is another one. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private Optional<OwnerReference> known = Optional.empty();
    private long read = System.nanoTime() - FRESH.toNanos();

    RouterRole(KubernetesClient client) {
        this.client = client;
    }

    /** Empty where there is none, or where it may not be read: an installation without it, such as in some namespaces only. */
    @Override
    public synchronized Optional<OwnerReference> get() {
        if (System.nanoTime() - read >= FRESH.toNanos()) {
            known = find();
            read = System.nanoTime();
        }
        return known;
    }

    private Optional<OwnerReference> find() {
        try {
            return Optional.ofNullable(
                            client.rbac().clusterRoles().withName(NAME).get())
                    .map(RouterRole::reference);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static OwnerReference reference(ClusterRole role) {
        return new OwnerReferenceBuilder()
                .withApiVersion("rbac.authorization.k8s.io/v1")
                .withKind("ClusterRole")
                .withName(NAME)
                .withUid(role.getMetadata().getUid())
                .withController(true)
                .build();
    }
}
