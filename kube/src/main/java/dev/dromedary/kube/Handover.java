package dev.dromedary.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Optional;

/**
 * Lets go of a Deployment's {@code replicas} without changing them. Server-side apply takes a field away that its only manager
 * no longer sends, and the API server then fills in the default: a function with five pods would drop to one pod the moment an
 * autoscaler gets the say. So before we stop sending the field, another manager takes it over at the value it has (Kubernetes'
 * documentation, Server-Side Apply, "Transferring ownership"); the autoscaler's first write takes it from that one.
 */
final class Handover {

    private static final String SPEC = "spec";
    private static final String REPLICAS = "replicas";

    private final KubernetesClient client;
    private final String fieldManager;
    private final PatchContext context;

    /** Lets go of what stands under this field manager. */
    Handover(KubernetesClient client, String fieldManager) {
        this.client = client;
        this.fieldManager = fieldManager;
        this.context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(fieldManager + "-handover")
                .withForce(true)
                .build();
    }

    /**
     * To be called before the object is applied as desired. Where there is one pod nothing is done: that is the default.
     *
     * @param known the object as last heard
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if it is being changed by somebody else: to be tried again
     */
    void before(Kind kind, ObjectNode desired, GenericKubernetesResource known) {
        boolean letGo = kind.equals(Kind.DEPLOYMENT)
                && !desired.path(SPEC).hasNonNull(REPLICAS)
                && replicas(known).map(replicas -> replicas != 1).orElse(false);
        if (letGo) {
            // The cache does not keep who manages what.
            Optional.ofNullable(client.resource(known).get())
                    .filter(this::isOurs)
                    .ifPresent(this::takeOver);
        }
    }

    private void takeOver(GenericKubernetesResource live) {
        GenericKubernetesResource part = new GenericKubernetesResource();
        part.setApiVersion(live.getApiVersion());
        part.setKind(live.getKind());
        part.setMetadata(new ObjectMetaBuilder()
                .withNamespace(live.getMetadata().getNamespace())
                .withName(live.getMetadata().getName())
                // Whoever scaled it in the meantime is heard first.
                .withResourceVersion(live.getMetadata().getResourceVersion())
                .build());
        replicas(live).ifPresent(replicas -> {
            part.setAdditionalProperty(SPEC, Map.of(REPLICAS, replicas));
            client.resource(part).patch(context);
        });
    }

    private static Optional<Integer> replicas(GenericKubernetesResource deployment) {
        return Optional.ofNullable(deployment.<Integer>get(SPEC, REPLICAS));
    }

    private boolean isOurs(GenericKubernetesResource deployment) {
        return deployment.getMetadata().getManagedFields().stream()
                .filter(entry -> fieldManager.equals(entry.getManager()) && "Apply".equals(entry.getOperation()))
                .map(entry -> entry.getFieldsV1().getAdditionalProperties().get("f:" + SPEC))
                .anyMatch(fields -> fields instanceof Map<?, ?> map && map.containsKey("f:" + REPLICAS));
    }
}
