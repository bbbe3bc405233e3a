package dev.dromedary.faults;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;

/** Says of every Deployment that its pods are ready, at once, as nodes with all the images would make true. */
final class Kubelet implements ResourceEventHandler<Deployment>, AutoCloseable {

    private final KubernetesClient client;
    private final SharedIndexInformer<Deployment> deployments;

    Kubelet(KubernetesClient client) {
        this.client = client;
        this.deployments = client.apps().deployments().inAnyNamespace().inform(this);
    }

    @Override
    public void onAdd(Deployment deployment) {
        long observed = Optional.ofNullable(deployment.getStatus())
                .map(status -> status.getObservedGeneration())
                .orElse(0L);
        if (observed != deployment.getMetadata().getGeneration()) {
            ready(deployment);
        }
    }

    private void ready(Deployment deployment) {
        int replicas = Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(0);
        try {
            client.apps()
                    .deployments()
                    .inNamespace(deployment.getMetadata().getNamespace())
                    .withName(deployment.getMetadata().getName())
                    .subresource("status")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            """
                            {"status": {"observedGeneration": %1$d, "replicas": %2$d, "updatedReplicas": %2$d,
                                        "readyReplicas": %2$d, "availableReplicas": %2$d}}"""
                                    .formatted(deployment.getMetadata().getGeneration(), replicas));
        } catch (KubernetesClientException e) {
            // It is gone by now, or its namespace is going.
        }
    }

    @Override
    public void onUpdate(Deployment before, Deployment after) {
        onAdd(after);
    }

    @Override
    public void onDelete(Deployment deployment, boolean finalStateUnknown) {
        // Its pods go with it.
    }

    @Override
    public void close() {
        deployments.stop();
    }
}
