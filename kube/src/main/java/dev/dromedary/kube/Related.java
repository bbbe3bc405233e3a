package dev.dromedary.kube;

import dev.dromedary.crd.Key;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Objects whose changes concern objects of another kind.
 *
 * @param cache what to listen to
 * @param concerns the objects that one of it concerns, asked of the object before and after each change
 */
public record Related(Cache cache, Function<GenericKubernetesResource, Set<Key>> concerns) {

    /** Objects made for a function: they name it in the label {@code function}. */
    public static Related madeForFunctions(Cache cache) {
        return new Related(cache, object -> {
            Map<String, String> labels = object.getMetadata().getLabels();
            String function = labels == null ? null : labels.get(Scope.FUNCTION);
            return function == null
                    ? Set.of()
                    : Set.of(new Key(object.getMetadata().getNamespace(), function));
        });
    }
}
