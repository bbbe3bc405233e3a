package dev.dromedary.reconciler.configuration;

import dev.dromedary.kube.Fence;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last good configuration, in a ConfigMap of ours beside the one that people write: a program that starts while that
 * one is bad goes on from here. Only the leader writes it.
 */
public final class KeptConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(KeptConfiguration.class);
    private static final String PART_OF = "app.kubernetes.io/part-of";
    private static final String KUBELESS = "kubeless";

    private final KubernetesClient client;
    private final Fence fence;
    private final ConfigMapEntry kept;
    private final PatchContext context;

    /**
     * Keeps it there.
     *
     * @param fence asked before every write
     * @param kept the ConfigMap of ours
     * @param fieldManager the name under which it is written
     */
    public KeptConfiguration(KubernetesClient client, Fence fence, ConfigMapEntry kept, String fieldManager) {
        this.client = client;
        this.fence = fence;
        this.kept = kept;
        this.context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(fieldManager)
                .withForce(true)
                .build();
    }

    /** The name of the ConfigMap that keeps the configuration of this one. */
    public static String nameFor(String configMap) {
        return configMap + "-in-force";
    }

    /**
     * Keeps the data of a good configuration, if it is another than what is kept.
     *
     * @throws IllegalStateException if a ConfigMap of the name exists that is not ours
     */
    public void keep(Map<String, String> data) {
        if (kept.data().filter(data::equals).isPresent()) {
            return;
        }
        refuseForeign();
        fence.check();
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(kept.key().namespace())
                        .withName(kept.key().name())
                        .addToLabels(PART_OF, KUBELESS)
                        .endMetadata()
                        .withData(data)
                        .build())
                .patch(context);
        LOG.info("Configuration kept object={}", kept.key());
    }

    private void refuseForeign() {
        ConfigMap present = client.configMaps()
                .inNamespace(kept.key().namespace())
                .withName(kept.key().name())
                .get();
        if (present != null
                && (present.getMetadata().getLabels() == null
                        || !KUBELESS.equals(present.getMetadata().getLabels().get(PART_OF)))) {
            throw new IllegalStateException("The ConfigMap " + kept.key()
                    + " exists without the label " + PART_OF + "=" + KUBELESS
                    + ", and is needed to keep the last good configuration: remove it");
        }
    }
}
