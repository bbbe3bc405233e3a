package dev.dromedary.faults;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Watches a namespace at the API server itself and remembers what was deleted, if only for a moment: a function whose
 * Service or Deployment is away does not serve.
 */
final class Witness implements AutoCloseable {

    private static final List<Kind> CHILDREN = List.of(Kind.CONFIG_MAP, Kind.SERVICE, Kind.DEPLOYMENT, Kind.AUTOSCALER);

    private final Set<String> deleted = new TreeSet<>();
    private final List<SharedIndexInformer<GenericKubernetesResource>> informers;

    Witness(KubernetesClient client, String namespace) {
        informers = CHILDREN.stream()
                .map(kind -> client.genericKubernetesResources(ApiServer.context(kind))
                        .inNamespace(namespace)
                        .inform(new Handler(kind)))
                .toList();
    }

    /** {@code Kind/name} of what was deleted so far. */
    synchronized Set<String> deleted() {
        return Set.copyOf(deleted);
    }

    private synchronized void saw(String name) {
        deleted.add(name);
    }

    private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {

        private final Kind kind;

        Handler(Kind kind) {
            this.kind = kind;
        }

        @Override
        public void onAdd(GenericKubernetesResource object) {
            // Only what goes is remembered.
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
            if (!before.getMetadata().getUid().equals(after.getMetadata().getUid())) {
                onDelete(before, true);
            }
        }

        @Override
        public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
            saw(kind.name() + "/" + object.getMetadata().getName());
        }
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::stop);
    }
}
