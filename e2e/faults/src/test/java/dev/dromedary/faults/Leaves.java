package dev.dromedary.faults;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Every property that can stand in a Function: those of the CRD's own schema, and below the embedded Kubernetes objects those
 * of their models. Values are drawn, none of them what a default would be.
 */
final class Leaves {

    private static final Map<String, Class<?>> EMBEDDED = Map.of(
            "deployment",
            Deployment.class,
            "service",
            ServiceSpec.class,
            "horizontalPodAutoscaler",
            HorizontalPodAutoscaler.class);

    /** The API server's own, or a place where whatever is written is a note. */
    private static final Set<String> NOT_SET = Set.of(
            "status",
            "additionalProperties",
            "managedFields",
            "creationTimestamp",
            "deletionTimestamp",
            "apiVersion",
            "kind");

    private static final List<String> TEXTS = List.of("x", "a-b", "zebra", "v1", "/x/y");

    private final ObjectMapper mapper = new ObjectMapper();
    private final Random random;
    private final List<Leaf> leaves = new ArrayList<>();

    private Leaves(Random random) {
        this.random = random;
    }

    /** All of them, in an order that does not change. */
    static List<Leaf> of(JsonNode specSchema, Random random) {
        Leaves leaves = new Leaves(random);
        specSchema.path("properties").properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(property -> leaves.schema(property.getKey(), property.getValue()));
        return leaves.leaves;
    }

    private void schema(String name, JsonNode schema) {
        if (EMBEDDED.containsKey(name)) {
            bean(List.of(name), mapper.constructType(EMBEDDED.get(name)), Set.of());
        } else if (schema.path("type").asText().equals("string")) {
            add(List.of(name), text());
        }
    }

    private void bean(List<String> path, JavaType type, Set<Class<?>> above) {
        BeanDescription description = mapper.getSerializationConfig().introspect(type);
        for (BeanPropertyDefinition property : description.findProperties()) {
            if (property.getGetter() != null && !NOT_SET.contains(property.getName())) {
                value(and(path, property.getName()), property.getGetter().getType(), above);
            }
        }
    }

    private void value(List<String> path, JavaType type, Set<Class<?>> above) {
        Class<?> raw = type.getRawClass();
        if (raw.equals(String.class)) {
            add(path, text());
        } else if (Number.class.isAssignableFrom(raw)) {
            add(path, JsonNodeFactory.instance.numberNode(2 + random.nextInt(7)));
        } else if (raw.equals(Boolean.class)) {
            add(path, JsonNodeFactory.instance.booleanNode(true));
        } else if (raw.equals(Quantity.class)) {
            add(path, JsonNodeFactory.instance.textNode(7 + random.nextInt(9) + "M"));
        } else if (raw.equals(IntOrString.class)) {
            add(path, JsonNodeFactory.instance.numberNode(9000 + random.nextInt(99)));
        } else if (List.class.isAssignableFrom(raw)) {
            value(and(path, Leaf.ITEM), type.getContentType(), above);
        } else if (Map.class.isAssignableFrom(raw)) {
            value(and(path, "key"), type.getContentType(), above);
        } else if (raw.getName().startsWith("io.fabric8.") && !above.contains(raw)) {
            bean(path, type, and(above, raw));
        }
    }

    private JsonNode text() {
        return JsonNodeFactory.instance.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
    }

    private void add(List<String> path, JsonNode value) {
        leaves.add(new Leaf(path, value));
    }

    private static List<String> and(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }

    private static Set<Class<?>> and(Set<Class<?>> above, Class<?> type) {
        Set<Class<?>> more = new java.util.HashSet<>(above);
        more.add(type);
        return more;
    }
}
