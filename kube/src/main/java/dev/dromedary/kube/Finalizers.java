package dev.dromedary.kube;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes Kubeless' finalizers off objects that it left behind. Dromedary sets none of its own: owner references clear up,
 * so that nothing is stuck where it was uninstalled first.
 */
final class Finalizers {

    private static final Logger LOG = LoggerFactory.getLogger(Finalizers.class);
    private static final String KUBELESS = Kind.GROUP + "/";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private Finalizers() {}

    /** Takes them off, if there are any; a change by somebody else in between makes it fail, to be tried again. */
    static void release(KubernetesClient client, Kind kind, GenericKubernetesResource object) {
        List<String> all = object.getMetadata().getFinalizers();
        List<String> others = all.stream()
                .filter(finalizer -> !finalizer.startsWith(KUBELESS))
                .toList();
        if (others.size() == all.size()) {
            return;
        }
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("finalizers", others);
        metadata.put("resourceVersion", object.getMetadata().getResourceVersion());
        client.genericKubernetesResources(ApiServer.context(kind))
                .inNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .patch(MERGE, Serialization.asJson(Map.of("metadata", metadata)));
        LOG.info("Took Kubeless' finalizer off kind={} object={}", kind, Key.of(object));
    }
}
