package dev.dromedary.crd;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the keys that fabric8's classes kept aside because the Kubernetes API has no such field. */
final class UnknownKeys {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String MODEL = "io.fabric8.kubernetes.api.model";

    private UnknownKeys() {}

    /** The paths of all unknown keys below this value, in no particular order. */
    static List<String> in(Object value, String path) {
        List<String> found = new ArrayList<>();
        collect(value, path, found);
        return List.copyOf(found);
    }

    private static void collect(Object value, String path, List<String> found) {
        switch (value) {
            case null -> {}
            case JsonNode ignored -> {}
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    collect(list.get(i), path + "[" + i + "]", found);
                }
            }
            case Map<?, ?> map -> map.forEach((key, entry) -> collect(entry, path + "." + key, found));
            default -> {
                if (value.getClass().getName().startsWith(MODEL) || value instanceof Record) {
                    collectFromBean(value, path, found);
                }
            }
        }
    }

    private static void collectFromBean(Object bean, String path, List<String> found) {
        JavaType type = MAPPER.constructType(bean.getClass());
        BeanDescription description = MAPPER.getSerializationConfig().introspect(type);
        AnnotatedMember unknown = description.findAnyGetter();
        if (unknown != null && unknown.getValue(bean) instanceof Map<?, ?> keys) {
            keys.keySet().forEach(key -> found.add(path + "." + key));
        }
        for (BeanPropertyDefinition property : description.findProperties()) {
            if (property.hasGetter()) {
                collect(property.getGetter().getValue(bean), path + "." + property.getName(), found);
            }
        }
    }
}
