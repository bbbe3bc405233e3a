package dev.dromedary.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;

/** Server-side apply on the status subresource. */
final class StatusPatch {

    private StatusPatch() {}

    /** Gives back the object as it is afterwards. */
    static GenericKubernetesResource write(
            KubernetesClient client, GenericKubernetesResource object, Map<String, Object> status, String manager) {
        GenericKubernetesResource patch = new GenericKubernetesResource();
        patch.setApiVersion(object.getApiVersion());
        patch.setKind(object.getKind());
        // The uid makes the write fail where the object was deleted and made anew in the meantime.
        patch.setMetadata(new ObjectMetaBuilder()
                .withNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .withUid(object.getMetadata().getUid())
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
