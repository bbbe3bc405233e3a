package dev.dromedary.reconciler.configuration;

import dev.dromedary.kube.Cache;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configuration in force: read anew at every change of its ConfigMap; one that cannot be read changes nothing. */
public final class ConfigurationWatch implements Supplier<Configuration> {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationWatch.class);

    private volatile Configuration inForce = Configuration.EMPTY;

    /** Follows a ConfigMap. */
    public ConfigurationWatch(Cache configMap) {
        configMap.listen((before, after) -> read(after));
    }

    @Override
    public Configuration get() {
        return inForce;
    }

    private void read(Optional<GenericKubernetesResource> configMap) {
        if (configMap.isEmpty()) {
            LOG.error("The configuration is gone, the last one stays in force");
            return;
        }
        try {
            inForce = Configuration.of(data(configMap.get()));
            LOG.info("Configuration read runtimes={}", inForce.catalogue().names());
        } catch (IllegalArgumentException e) {
            LOG.error("The configuration cannot be read, the last good one stays in force because={}", e.getMessage());
        }
    }

    private static Map<String, String> data(GenericKubernetesResource configMap) {
        Map<String, String> data = new HashMap<>();
        if (configMap.getAdditionalProperties().get("data") instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> data.put(key.toString(), String.valueOf(value)));
        }
        return data;
    }
}
