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
            // All of them are dropped anyway.
            "drop");

    /** Of an embedded object itself, a note of what it is. */
    private static final Set<String> NOTES = Set.of("apiVersion", "kind");

    private static final List<String> KEYS = List.of("key", "function", "memory");

    /** What is true where nobody says anything. */
    private static final Set<String> TRUE_ANYWAY =
            Set.of("readOnlyRootFilesystem", "runAsNonRoot", "allocateLoadBalancerNodePorts");

    private final ObjectMapper mapper = new ObjectMapper();
    private final Words words;
    private final Random random;
    private final List<Leaf> leaves = new ArrayList<>();

    private Leaves(Words words, Random random) {
        this.words = words;
        this.random = random;
    }

    /** All of them, in an order that does not change. */
    static List<Leaf> of(JsonNode specSchema, Words words, Random random) {
        Leaves leaves = new Leaves(words, random);
        specSchema.path("properties").properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(property -> leaves.schema(property.getKey(), property.getValue()));
        return leaves.leaves;
    }

    private void schema(String name, JsonNode schema) {
        if (EMBEDDED.containsKey(name)) {
            bean(List.of(name), mapper.constructType(EMBEDDED.get(name)), Set.of());
        } else if (schema.path("type").asText().equals("string")) {
            add(List.of(name), text(List.of(name)));
        }
    }

    private void bean(List<String> path, JavaType type, Set<Class<?>> above) {
        BeanDescription description = mapper.getSerializationConfig().introspect(type);
        for (BeanPropertyDefinition property : description.findProperties()) {
            String name = property.getName();
            boolean set = !NOT_SET.contains(name) && !(path.size() == 1 && NOTES.contains(name));
            if (property.getGetter() != null && set) {
                value(and(path, name), property.getGetter().getType(), above);
            }
        }
    }

    private void value(List<String> path, JavaType type, Set<Class<?>> above) {
        Class<?> raw = type.getRawClass();
        if (raw.equals(String.class)) {
            add(path, text(path));
        } else if (Number.class.isAssignableFrom(raw)) {
            add(path, JsonNodeFactory.instance.numberNode(13 + random.nextInt(7)));
        } else if (raw.equals(Boolean.class)) {
            add(path, JsonNodeFactory.instance.booleanNode(!isTrueAnyway(path)));
        } else if (raw.equals(Quantity.class)) {
            add(path, JsonNodeFactory.instance.textNode(7 + random.nextInt(9) + "M"));
        } else if (raw.equals(IntOrString.class)) {
            add(path, JsonNodeFactory.instance.numberNode(9000 + random.nextInt(99)));
        } else if (List.class.isAssignableFrom(raw)) {
            value(and(path, Leaf.ITEM), type.getContentType(), above);
        } else if (Map.class.isAssignableFrom(raw)) {
            value(and(path, KEYS.get(random.nextInt(KEYS.size()))), type.getContentType(), above);
        } else if (raw.getName().startsWith("io.fabric8.") && !above.contains(raw)) {
            bean(path, type, and(above, raw));
        }
    }

    /** Ephemeral containers are allowed nowhere: nothing stands there anyway. */
    private static boolean isTrueAnyway(List<String> path) {
        return TRUE_ANYWAY.contains(path.getLast()) && !path.contains("ephemeralContainers");
    }

    private JsonNode text(List<String> path) {
        return JsonNodeFactory.instance.textNode(words.draw(path, random));
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
