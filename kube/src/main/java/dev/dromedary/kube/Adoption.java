package dev.dromedary.kube;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over an object that Kubeless made: the fields that its controller set become ours, so that the apply which follows
 * removes those that we do not want. Without it a volume or a container of Kubeless' would stay for ever, for server-side
 * apply leaves alone what another manager set. Nothing in the object itself changes by it.
 */
final class Adoption {

    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final String UPDATE = "Update";

    private final KubernetesClient client;
    private final String fieldManager;

    Adoption(KubernetesClient client, String fieldManager) {
        this.client = client;
        this.fieldManager = fieldManager;
    }

    /**
     * Takes it over, where it was never applied by us. What others set through a subresource (status, scale) stays theirs.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException also where it was changed in between: to be tried again
     */
    void adopt(Kind kind, GenericKubernetesResource known) {
        Map<String, String> annotations = known.getMetadata().getAnnotations();
        if (annotations != null && annotations.containsKey(Apply.HASH)) {
            return;
        }
        Key key = Key.of(known);
        var resource = client.genericKubernetesResources(ApiServer.context(kind))
                .inNamespace(key.namespace())
                .withName(key.name());
        GenericKubernetesResource live = resource.get();
        if (live == null) {
            return;
        }
        List<ManagedFieldsEntry> written = live.getMetadata().getManagedFields().stream()
                .filter(Adoption::isOfTheObject)
                .toList();
        if (!written.isEmpty()) {
            resource.patch(MERGE, Serialization.asJson(Map.of("metadata", takenOver(live, written))));
            LOG.info("Adopted kind={} object={}", kind, key);
        }
    }

    private static boolean isOfTheObject(ManagedFieldsEntry entry) {
        boolean whole = entry.getSubresource() == null || entry.getSubresource().isEmpty();
        return whole && UPDATE.equals(entry.getOperation());
    }

    private Map<String, Object> takenOver(GenericKubernetesResource live, List<ManagedFieldsEntry> written) {
        Map<String, Object> fields = new HashMap<>();
        written.forEach(entry -> unite(fields, entry.getFieldsV1().getAdditionalProperties()));
        List<Object> entries = new ArrayList<>(live.getMetadata().getManagedFields());
        entries.removeAll(written);
        entries.add(ours(live, fields));
        return Map.of(
                "managedFields", entries, "resourceVersion", live.getMetadata().getResourceVersion());
    }

    private Map<String, Object> ours(GenericKubernetesResource live, Map<String, Object> fields) {
        return Map.of(
                "manager",
                fieldManager,
                "operation",
                "Apply",
                "apiVersion",
                live.getApiVersion(),
                "fieldsType",
                "FieldsV1",
                "fieldsV1",
                fields);
    }

    @SuppressWarnings("unchecked")
    private static void unite(Map<String, Object> all, Map<String, Object> more) {
        more.forEach((field, below) -> {
            Object there = all.computeIfAbsent(field, key -> new HashMap<String, Object>());
            if (below instanceof Map<?, ?> map) {
                unite((Map<String, Object>) there, (Map<String, Object>) map);
            }
        });
    }
}
