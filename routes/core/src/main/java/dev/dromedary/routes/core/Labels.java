package dev.dromedary.routes.core;

import dev.dromedary.crd.Key;
import dev.dromedary.kube.Cache;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The labels of all functions, by namespace: what selectors are asked of. */
final class Labels {

    private final Map<String, Map<String, Map<String, String>>> byNamespace = new ConcurrentHashMap<>();

    /** Those of the functions in this cache. */
    Labels(Cache functions) {
        functions.listen(
                (before, after) -> changed(Key.of(after.or(() -> before).orElseThrow()), after));
    }

    /** The functions of a namespace that a selector means, by name. */
    List<Key> matching(String namespace, Selection selection) {
        return byNamespace.getOrDefault(namespace, Map.of()).entrySet().stream()
                .filter(function -> selection.matches(function.getValue()))
                .map(function -> new Key(namespace, function.getKey()))
                .sorted(Comparator.comparing(Key::name))
                .toList();
    }

    private void changed(Key function, Optional<GenericKubernetesResource> now) {
        Optional<Map<String, String>> labels = now.filter(
                        object -> object.getMetadata().getDeletionTimestamp() == null)
                .map(object ->
                        Optional.ofNullable(object.getMetadata().getLabels()).orElse(Map.of()));
        byNamespace.compute(function.namespace(), (namespace, functions) -> {
            Map<String, Map<String, String>> all = functions == null ? new ConcurrentHashMap<>() : functions;
            labels.ifPresentOrElse(
                    present -> all.put(function.name(), Map.copyOf(present)), () -> all.remove(function.name()));
            return all.isEmpty() ? null : all;
        });
    }
}
