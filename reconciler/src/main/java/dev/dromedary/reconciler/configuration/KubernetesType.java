package dev.dromedary.reconciler.configuration;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The fields that Kubernetes' API has, as fabric8's classes know them. */
record KubernetesType(JavaType type) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static KubernetesType of(Class<?> type) {
        return new KubernetesType(MAPPER.constructType(type));
    }

    /** The names of the object's own fields. */
    List<String> fields() {
        return properties().stream().map(BeanPropertyDefinition::getName).toList();
    }

    /** Whether there is a field at the path, names joined by dots; a list stands for its items. */
    boolean has(String path) {
        Optional<KubernetesType> at = Optional.of(this);
        for (String name : Arrays.asList(path.split("\\.", -1))) {
            at = at.flatMap(type -> type.field(name));
        }
        return at.isPresent();
    }

    private Optional<KubernetesType> field(String name) {
        JavaType item = type.isContainerType() ? type.getContentType() : type;
        return new KubernetesType(item)
                .properties().stream()
                        .filter(property -> property.getName().equals(name))
                        .findFirst()
                        .map(property -> new KubernetesType(property.getPrimaryType()));
    }

    private List<BeanPropertyDefinition> properties() {
        return MAPPER.getSerializationConfig().introspect(type).findProperties();
    }
}
