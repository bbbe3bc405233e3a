package dev.dromedary.local;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.kube.MemoryResources;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Secrets of the folder, as triggers read them. */
final class LocalSecrets {

    private final MemorySecrets all = new MemorySecrets();

    /** Follows the Secrets among these. */
    LocalSecrets(MemoryResources resources) {
        var unused = resources
                .cache(Kind.SECRET)
                .listen((before, after) -> after.ifPresentOrElse(
                        object -> read(object).value().ifPresent(data -> all.put(Key.of(object), data)),
                        () -> before.map(Key::of).ifPresent(all::remove)));
    }

    MemorySecrets all() {
        return all;
    }

    /** The entries of a Secret: {@code data} in base64, and {@code stringData} as it is, which counts more. */
    static Reading<Map<String, byte[]>> read(GenericKubernetesResource object) {
        Map<String, byte[]> entries = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        entries(object, "data").forEach((name, value) -> {
            try {
                entries.put(String.valueOf(name), Base64.getDecoder().decode(String.valueOf(value)));
            } catch (IllegalArgumentException e) {
                problems.add(Problem.invalid("data." + name, "must be base64; write plain text under stringData"));
            }
        });
        entries(object, "stringData")
                .forEach((name, value) ->
                        entries.put(String.valueOf(name), String.valueOf(value).getBytes(StandardCharsets.UTF_8)));
        return new Reading<>(problems.isEmpty() ? Optional.of(entries) : Optional.empty(), problems, List.of());
    }

    private static Map<?, ?> entries(GenericKubernetesResource object, String field) {
        return object.getAdditionalProperties().get(field) instanceof Map<?, ?> entries ? entries : Map.of();
    }
}
