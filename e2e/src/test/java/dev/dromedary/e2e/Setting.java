package dev.dromedary.e2e;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;

/** One setting of the installation, as {@code kubectl edit configmap kubeless-config} would change it; closing puts it back. */
final class Setting implements AutoCloseable {

    private final Resource<ConfigMap> configuration;
    private final String key;
    private final String before;

    Setting(KubernetesClient client, String key, String value) {
        this.configuration = client.configMaps().inNamespace("kubeless").withName("kubeless-config");
        this.key = key;
        this.before = configuration.get().getData().get(key);
        set(value);
    }

    private void set(String value) {
        configuration.edit(map -> value == null
                ? new ConfigMapBuilder(map).removeFromData(key).build()
                : new ConfigMapBuilder(map).addToData(key, value).build());
    }

    @Override
    public void close() {
        set(before);
    }
}
