package dev.dromedary.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The keys of objects by their namespace and the value of one label. */
final class LabelIndex {

    private final String label;
    private final Map<String, Set<String>> keys = new ConcurrentHashMap<>();

    LabelIndex(String label) {
        this.label = label;
    }

    /** The keys of those of a namespace with this value. */
    Set<String> keys(String namespace, String value) {
        return keys.getOrDefault(place(namespace, value), Set.of());
    }

    /** An object came, changed or went. First in, then out: in between nothing is missing. */
    void changed(String key, Optional<GenericKubernetesResource> before, Optional<GenericKubernetesResource> after) {
        Optional<String> old = before.flatMap(this::place);
        Optional<String> now = after.flatMap(this::place);
        now.ifPresent(place -> keys.compute(place, (p, all) -> with(all, key)));
        old.filter(place -> !old.equals(now))
                .ifPresent(place -> keys.computeIfPresent(place, (p, all) -> without(all, key)));
    }

    private Optional<String> place(GenericKubernetesResource object) {
        return Optional.ofNullable(object.getMetadata().getLabels())
                .map(labels -> labels.get(label))
                .map(value -> place(object.getMetadata().getNamespace(), value));
    }

    private static String place(String namespace, String value) {
        return namespace + "/" + value;
    }

    /** Sets are replaced, never altered: readers hold no lock. */
    private static Set<String> with(Set<String> all, String key) {
        Set<String> more = new HashSet<>(all == null ? Set.of() : all);
        more.add(key);
        return Set.copyOf(more);
    }

    private static Set<String> without(Set<String> all, String key) {
        Set<String> fewer = new HashSet<>(all);
        fewer.remove(key);
        return fewer.isEmpty() ? null : Set.copyOf(fewer);
    }
}
