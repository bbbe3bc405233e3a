package dev.dromedary.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Map;

/** Server-side apply on the status subresource. */
final class StatusPatch {

    private StatusPatch() {}

    /**
     * Gives back the object as it is afterwards. The API server passes over a uid here: another version than the one that is
     * known is the only sign that the object was deleted and made anew in the meantime.
     *
     * @throws Gone if the server has no such object any more; nothing is written
     */
    static GenericKubernetesResource write(
            KubernetesClient client, GenericKubernetesResource object, Map<String, Object> status, String manager) {
        try {
            return send(client, object, status, manager, object.getMetadata().getResourceVersion());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT && isStill(client, object)) {
                return send(client, object, status, manager, null);
            }
            throw e.getCode() == HttpURLConnection.HTTP_CONFLICT || isMissing(e, object) ? new Gone() : e;
        }
    }

    private static boolean isStill(KubernetesClient client, GenericKubernetesResource object) {
        GenericKubernetesResource now = client.resource(object).get();
        return now != null
                && now.getMetadata().getUid().equals(object.getMetadata().getUid());
    }

    /** Whether the server knows the kind, but no such object (any more). */
    private static boolean isMissing(KubernetesClientException refused, GenericKubernetesResource object) {
        return refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                && refused.getStatus() != null
                && refused.getStatus().getDetails() != null
                && object.getMetadata()
                        .getName()
                        .equals(refused.getStatus().getDetails().getName());
    }

    /** There is no such object any more. */
    static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static GenericKubernetesResource send(
            KubernetesClient client,
            GenericKubernetesResource object,
            Map<String, Object> status,
            String manager,
            String version) {
        GenericKubernetesResource patch = new GenericKubernetesResource();
        patch.setApiVersion(object.getApiVersion());
        patch.setKind(object.getKind());
        patch.setMetadata(new ObjectMetaBuilder()
                .withNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .withUid(object.getMetadata().getUid())
                .withResourceVersion(version)
                .build());
        patch.setAdditionalProperty("status", status);
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(true)
                .build();
        return client.resource(patch).subresource("status").patch(context);
    }
}
