package dev.dromedary.routes.kafka.cluster;

import java.util.Map;

/**
 * What a Kafka client is told to reach its cluster: settings under Kafka's own names, and objects under ours. Others are as good as
 * these only if they are the same object: what changes is made anew.
 */
public final class ClientSettings {

    private final Map<String, Object> properties;

    ClientSettings(Map<String, Object> properties) {
        this.properties = Map.copyOf(properties);
    }

    /** For the constructor of a client. */
    public Map<String, Object> properties() {
        return properties;
    }

    /** What is secret stays so. */
    @Override
    public String toString() {
        return "ClientSettings" + properties.keySet();
    }
}
