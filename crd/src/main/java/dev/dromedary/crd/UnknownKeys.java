package dev.dromedary.crd;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the keys that fabric8's classes kept aside because the Kubernetes API has no such field. */
final class UnknownKeys {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String MODEL = "io.fabric8.kubernetes.api.model";

    /** To look at a class is dear, at an object cheap: a Function has dozens of objects, of the same few classes. */
    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return Shape.of(type);
        }
    };

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
        Shape shape = SHAPES.get(bean.getClass());
        if (shape.unknown().isPresent() && shape.unknown().get().getValue(bean) instanceof Map<?, ?> keys) {
            keys.keySet().forEach(key -> found.add(path + "." + key));
        }
        shape.getters().forEach((name, getter) -> collect(getter.getValue(bean), path + "." + name, found));
    }

    /**
     * What is to be looked at in the objects of a class.
     *
     * @param unknown gives the keys that were kept aside; empty: the class keeps none
     * @param getters by the name of the field
     */
    private record Shape(Optional<AnnotatedMember> unknown, Map<String, AnnotatedMember> getters) {

        static Shape of(Class<?> type) {
            BeanDescription description = MAPPER.getSerializationConfig().introspect(MAPPER.constructType(type));
            Map<String, AnnotatedMember> getters = new LinkedHashMap<>();
            description.findProperties().stream()
                    .filter(BeanPropertyDefinition::hasGetter)
                    .forEach(property -> getters.put(property.getName(), property.getGetter()));
            return new Shape(Optional.ofNullable(description.findAnyGetter()), getters);
        }
    }
}
