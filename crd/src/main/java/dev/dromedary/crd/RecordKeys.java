package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the keys of a tree that the records it is read into do not have. */
final class RecordKeys {

    private static final ClassValue<Map<String, Type>> KNOWN = new ClassValue<>() {
        @Override
        protected Map<String, Type> computeValue(Class<?> record) {
            Map<String, Type> known = new LinkedHashMap<>();
            for (RecordComponent component : record.getRecordComponents()) {
                known.put(name(component), component.getGenericType());
            }
            return known;
        }
    };

    private RecordKeys() {}

    private static String name(RecordComponent component) {
        return Optional.ofNullable(component.getAnnotation(JsonProperty.class))
                .or(() -> Optional.ofNullable(component.getAccessor().getAnnotation(JsonProperty.class)))
                .map(JsonProperty::value)
                .orElse(component.getName());
    }

    /** Adds their paths, in the order they stand. */
    static void unknown(Type type, Object tree, String path, List<String> found) {
        if (type instanceof Class<?> record && record.isRecord() && tree instanceof Map<?, ?> map) {
            Map<String, Type> known = KNOWN.get(record);
            map.forEach((key, value) -> {
                Type below = known.get(key.toString());
                if (below == null) {
                    found.add(path + "." + key);
                } else {
                    unknown(below, value, path + "." + key, found);
                }
            });
        } else if (type instanceof ParameterizedType list && tree instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                unknown(list.getActualTypeArguments()[0], items.get(i), path + "[" + i + "]", found);
            }
        }
    }
}
