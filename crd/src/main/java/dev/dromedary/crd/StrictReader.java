package dev.dromedary.crd;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads JSON as Kubernetes' own Go decoder does: a number is no text and a text is no number. A wrong type becomes a
 * {@link Problem} that names the field, a key that nobody knows is reported beside the value.
 */
public final class StrictReader {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(
                    LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    /** No object of Kubernetes is half as deep; whoever walks a tree of more may run out of stack. */
    private static final int DEEPEST = 100;

    private StrictReader() {}

    /**
     * Reads the {@code spec} of an object.
     *
     * @param type the spec's record
     * @param spec the tree as it came from the API server or a file; {@code null} reads as an empty spec
     */
    public static <T> Reading<T> spec(Class<T> type, Object spec) {
        return record(type, spec, "spec");
    }

    /**
     * Reads a record of ours.
     *
     * @param tree of maps and lists; {@code null} reads as empty
     * @param path where it stands, for the messages
     */
    public static <T> Reading<T> record(Class<T> type, Object tree, String path) {
        Object said = tree == null ? Map.of() : tree;
        if (isDeeper(said, DEEPEST)) {
            Problem deep =
                    Problem.invalid(path, "is nested more than " + DEEPEST + " levels deep: nothing in it can be");
            return new Reading<>(Optional.empty(), List.of(deep), List.of());
        }
        Reading<T> reading = read(type, said, path);
        List<String> unknown = new ArrayList<>(reading.unknown());
        RecordKeys.unknown(type, said, path, unknown);
        return new Reading<>(reading.value(), reading.problems(), List.copyOf(unknown));
    }

    /**
     * Reads a Kubernetes object that is embedded in a spec, such as {@code spec.deployment}.
     *
     * @param type fabric8's class for it
     * @param tree what the user wrote; {@code null} reads as empty
     * @param path where it stands, for the messages
     */
    public static <T> Reading<T> embedded(Class<T> type, Object tree, String path) {
        return read(type, tree == null ? Map.of() : tree, path);
    }

    private static boolean isDeeper(Object tree, int levels) {
        Collection<?> below =
                tree instanceof Map<?, ?> map ? map.values() : tree instanceof List<?> list ? list : List.of();
        return levels == 0 ? !below.isEmpty() : below.stream().anyMatch(item -> isDeeper(item, levels - 1));
    }

    private static <T> Reading<T> read(Class<T> type, Object tree, String path) {
        try {
            T value = MAPPER.convertValue(tree, type);
            if (value == null) {
                return read(type, Map.of(), path);
            }
            return new Reading<>(Optional.of(value), List.of(), UnknownKeys.in(value, path));
        } catch (IllegalArgumentException e) {
            return new Reading<>(Optional.empty(), List.of(problem(e, path)), List.of());
        }
    }

    private static Problem problem(IllegalArgumentException e, String path) {
        String field = path;
        String wanted = "cannot be read: " + firstLine(e.getMessage());
        if (e.getCause() instanceof JsonMappingException mapping) {
            field = path + mapping.getPath().stream().map(StrictReader::step).collect(Collectors.joining());
            wanted = "cannot be read: " + firstLine(mapping.getOriginalMessage());
            if (mapping instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
                wanted = "has the wrong type: it must be " + name(mismatch.getTargetType());
            }
        }
        return Problem.invalid(field, wanted);
    }

    private static String step(Reference reference) {
        return reference.getFieldName() == null ? "[" + reference.getIndex() + "]" : "." + reference.getFieldName();
    }

    private static String name(Class<?> type) {
        if (type == String.class) {
            return "text (in quotes)";
        }
        if (Number.class.isAssignableFrom(type) || (type.isPrimitive() && type != boolean.class)) {
            return "a whole number";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        return java.util.Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    private static String firstLine(String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("");
    }
}
