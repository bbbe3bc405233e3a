package dev.dromedary.reconciler.configuration;

import dev.dromedary.crd.Key;
import dev.dromedary.kube.Cache;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One ConfigMap, as last heard. */
public record ConfigMapEntry(Cache cache, Key key) {

    /** The object; empty where it is absent. */
    public Optional<GenericKubernetesResource> object() {
        return cache.get(key);
    }

    /** Its texts; empty where the object is absent. */
    public Optional<Map<String, String>> data() {
        return object().map(object -> {
            Map<String, String> data = new TreeMap<>();
            if (object.getAdditionalProperties().get("data") instanceof Map<?, ?> entries) {
                entries.forEach((key, value) -> data.put(key.toString(), String.valueOf(value)));
            }
            return data;
        });
    }
}
