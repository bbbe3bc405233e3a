package dev.dromedary.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Objects for tests, written as YAML. */
public final class Yaml {

    private static final YAMLMapper MAPPER = new YAMLMapper();

    private Yaml() {}

    /** One object. */
    public static GenericKubernetesResource object(String yaml) {
        return as(GenericKubernetesResource.class, yaml);
    }

    /** One object, as a class of fabric8's or ours. */
    public static <T> T as(Class<T> type, String yaml) {
        try {
            return MAPPER.readValue(yaml, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
