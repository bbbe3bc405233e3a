package dev.dromedary.reconciler.escapes;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Trees that somebody could write under {@code spec.deployment}: any fields of Kubernetes', with values that may hurt. */
final class WrittenAnything {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "Unconfined",
            "RuntimeDefault",
            "Localhost",
            "system-node-critical",
            "Bidirectional",
            "Unmasked",
            "SYS_ADMIN",
            "ALL",
            "NET_BIND_SERVICE",
            "windows",
            "linux",
            "../..",
            "/",
            "default",
            "Always",
            "dromedary-tmp");
    private static final List<Long> NUMBERS = List.of(0L, 1L, -1L, 1000L, 80L, 4294967296L);
    private static final List<String> QUANTITIES = List.of("0", "100m", "1Gi", "1", "10M");
    /** The way to the pod is always gone, and there is always something in it. */
    private static final Set<String> ALWAYS =
            Set.of("spec", "template", "containers", "initContainers", "volumes", "securityContext");

    private static final int DEEPEST = 10;

    private final Random random;

    private WrittenAnything(long seed) {
        this.random = new Random(seed);
    }

    /** A Deployment. */
    static JsonNode deployment(long seed) {
        return new WrittenAnything(seed).value(MAPPER.constructType(Deployment.class), 0);
    }

    private JsonNode value(JavaType type, int depth) {
        if (type.isCollectionLikeType()) {
            var list = NODES.arrayNode();
            for (int i = random.nextInt(2); i >= 0; i--) {
                list.add(value(type.getContentType(), depth + 1));
            }
            return list;
        }
        if (type.isMapLikeType()) {
            ObjectNode map = NODES.objectNode();
            map.set(
                    one(List.of("cpu", "memory", "a", "[0]", "**", "function")),
                    value(type.getContentType(), depth + 1));
            return map;
        }
        return scalar(type.getRawClass(), type, depth);
    }

    private JsonNode scalar(Class<?> raw, JavaType type, int depth) {
        if (raw == String.class) {
            return NODES.textNode(one(TEXTS));
        }
        if (raw == Boolean.class || raw == boolean.class) {
            return NODES.booleanNode(random.nextBoolean());
        }
        if (raw == Integer.class || raw == IntOrString.class) {
            return NODES.numberNode(one(NUMBERS).intValue());
        }
        if (Number.class.isAssignableFrom(raw)) {
            return NODES.numberNode(one(NUMBERS));
        }
        return raw == Quantity.class ? NODES.textNode(one(QUANTITIES)) : object(type, depth);
    }

    private JsonNode object(JavaType type, int depth) {
        ObjectNode object = NODES.objectNode();
        for (BeanPropertyDefinition property :
                MAPPER.getDeserializationConfig().introspect(type).findProperties()) {
            boolean chosen = ALWAYS.contains(property.getName()) || random.nextInt(100) < (depth < 2 ? 20 : 30);
            if (chosen && depth < DEEPEST && !property.getName().equals("managedFields")) {
                object.set(property.getName(), value(property.getPrimaryType(), depth + 1));
            }
        }
        return object;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
