package dev.dromedary.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over an object that Kubeless made: the fields that its controller set become ours, so that the apply which follows
 * removes those that we do not want. Without it a volume or a container of Kubeless' would stay for ever, for server-side
 * apply leaves alone what another manager set (Kubernetes' documentation, Server-Side Apply). Nothing in the object itself
 * changes by it. What others set, a person or an autoscaler, stays theirs.
 */
final class Adoption {

    /** Under this name the API server keeps all fields of an object that is older than its book-keeping. */
    private static final String UNKNOWN = "before-first-apply";

    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final String METADATA = "f:metadata";

    private final KubernetesClient client;
    private final String fieldManager;
    private final PatchContext context;

    Adoption(KubernetesClient client, String fieldManager) {
        this.client = client;
        this.fieldManager = fieldManager;
        this.context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(fieldManager)
                .withForce(true)
                .build();
    }

    /**
     * To be called before the object is applied as desired: takes it over where it is Kubeless', or is so again.
     *
     * @param known the object as last heard
     * @throws io.fabric8.kubernetes.client.KubernetesClientException also where it was changed in between: to be tried again
     */
    void adopt(Kind kind, ObjectNode desired, GenericKubernetesResource known) {
        if (isAdopted(desired, known)) {
            return;
        }
        Key key = Key.of(known);
        Resource<GenericKubernetesResource> resource = client.genericKubernetesResources(ApiServer.context(kind))
                .inNamespace(key.namespace())
                .withName(key.name());
        // The cache does not keep who manages what.
        GenericKubernetesResource live = resource.get();
        if (live != null && takeOver(resource, live)) {
            LOG.info("Adopted kind={} object={}", kind, key);
        }
    }

    /** Kubeless knows nothing of our annotation, and replaces our owner reference by its own, which controls nothing. */
    private boolean isAdopted(ObjectNode desired, GenericKubernetesResource known) {
        Map<String, String> annotations = known.getMetadata().getAnnotations();
        JsonNode owners = client.getKubernetesSerialization()
                .convertValue(known.getMetadata().getOwnerReferences(), JsonNode.class);
        return annotations != null
                && annotations.containsKey(Apply.HASH)
                && Subset.holds(desired.at("/metadata/ownerReferences"), owners);
    }

    private boolean takeOver(Resource<GenericKubernetesResource> resource, GenericKubernetesResource found) {
        GenericKubernetesResource live =
                found.getMetadata().getManagedFields().isEmpty() ? withBookKeeping(found) : found;
        List<ManagedFieldsEntry> entries = live.getMetadata().getManagedFields();
        Set<String> makers = entries.stream()
                .filter(entry -> isUpdate(entry) && made(entry, live))
                .map(ManagedFieldsEntry::getManager)
                .collect(Collectors.toSet());
        if (makers.isEmpty()) {
            return false;
        }
        List<ManagedFieldsEntry> others = new ArrayList<>();
        Map<String, Object> taken = new HashMap<>();
        for (ManagedFieldsEntry entry : entries) {
            if (isOurs(entry) || (isUpdate(entry) && makers.contains(entry.getManager()))) {
                unite(taken, fields(entry));
            } else {
                others.add(entry);
            }
        }
        others.add(ours(live, taken));
        Map<String, Object> metadata = Map.of(
                "managedFields", others, "resourceVersion", live.getMetadata().getResourceVersion());
        resource.patch(MERGE, client.getKubernetesSerialization().asJson(Map.of("metadata", metadata)));
        return true;
    }

    /** Applies nothing, by which the API server begins to keep books about the object. */
    private GenericKubernetesResource withBookKeeping(GenericKubernetesResource live) {
        GenericKubernetesResource nothing = new GenericKubernetesResource();
        nothing.setApiVersion(live.getApiVersion());
        nothing.setKind(live.getKind());
        nothing.setMetadata(new ObjectMetaBuilder()
                .withNamespace(live.getMetadata().getNamespace())
                .withName(live.getMetadata().getName())
                .withResourceVersion(live.getMetadata().getResourceVersion())
                .build());
        return client.resource(nothing).patch(context);
    }

    private static boolean isUpdate(ManagedFieldsEntry entry) {
        return "Update".equals(entry.getOperation()) && isWhole(entry);
    }

    private boolean isOurs(ManagedFieldsEntry entry) {
        return "Apply".equals(entry.getOperation()) && fieldManager.equals(entry.getManager()) && isWhole(entry);
    }

    /** Not through a subresource, such as status or scale. */
    private static boolean isWhole(ManagedFieldsEntry entry) {
        return entry.getSubresource() == null || entry.getSubresource().isEmpty();
    }

    /** Whether the entry's manager made the object: it put Kubeless' label, or the reference to the Function, on it. */
    private static boolean made(ManagedFieldsEntry entry, GenericKubernetesResource live) {
        Map<String, Object> metadata = below(fields(entry), METADATA);
        Map<String, Object> references = below(metadata, "f:ownerReferences");
        return below(metadata, "f:labels").containsKey("f:" + Scope.CREATED_BY)
                || Ownership.ofFunctions(live)
                        .anyMatch(owner -> references.containsKey("k:{\"uid\":\"" + owner.getUid() + "\"}"));
    }

    /** What it manages. Of an object older than all book-keeping, annotations may be anybody's: they stay. */
    private static Map<String, Object> fields(ManagedFieldsEntry entry) {
        Map<String, Object> fields = entry.getFieldsV1().getAdditionalProperties();
        if (UNKNOWN.equals(entry.getManager()) && fields.get(METADATA) instanceof Map<?, ?> metadata) {
            metadata.remove("f:annotations");
        }
        return fields;
    }

    private ManagedFieldsEntry ours(GenericKubernetesResource live, Map<String, Object> fields) {
        FieldsV1 all = new FieldsV1();
        all.setAdditionalProperties(fields);
        return new ManagedFieldsEntryBuilder()
                .withManager(fieldManager)
                .withOperation("Apply")
                .withApiVersion(live.getApiVersion())
                .withFieldsType("FieldsV1")
                .withFieldsV1(all)
                .build();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> below(Map<String, Object> fields, String field) {
        return fields.get(field) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
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
