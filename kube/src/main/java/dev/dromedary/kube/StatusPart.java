package dev.dromedary.kube;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A part of an object's status that one writer owns whole.
 *
 * @param name what tells its writer apart from others of the same program; empty for the main one
 * @param fields the names of the fields under {@code status} that belong to it
 */
public record StatusPart(String name, Set<String> fields) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** All that a status record says, as the part of its main writer. */
    public static StatusPart whole(Class<? extends Record> status) {
        return new StatusPart(
                "",
                Arrays.stream(status.getRecordComponents())
                        .map(RecordComponent::getName)
                        .collect(Collectors.toSet()));
    }

    /** An object's status as a record; empty where nobody has said anything yet. */
    public static <S extends Record> Optional<S> read(GenericKubernetesResource object, Class<S> type) {
        return Optional.ofNullable(object.getAdditionalProperties().get("status"))
                .map(status -> MAPPER.convertValue(status, type));
    }

    /** A status record as {@link Resources#writeStatus} takes it. */
    public static Map<String, Object> tree(Record status) {
        return MAPPER.convertValue(status, new TypeReference<Map<String, Object>>() {});
    }

    /** Whether the object says just this. By content: a number that was read is an Integer where ours is a Long. */
    boolean isSaidBy(GenericKubernetesResource object, Map<String, Object> values) {
        return Hash.of(of(object)).equals(Hash.of(values));
    }

    /** What the object says in this part now. */
    Map<String, Object> of(GenericKubernetesResource object) {
        Map<String, Object> part = new HashMap<>();
        if (object.getAdditionalProperties().get("status") instanceof Map<?, ?> status) {
            status.forEach((field, value) -> {
                if (fields.contains(field)) {
                    part.put(field.toString(), value);
                }
            });
        }
        return part;
    }

    /** The field manager of its writer. */
    String manager(String program) {
        return name.isEmpty() ? program : program + "-" + name;
    }
}
