package dev.dromedary.kube;

import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether an object that exists may be written: it carries Kubeless' label, or the same object owns it already (Kubeless put
 * no label on an autoscaler, nor on an Ingress); and no other object of our kinds owns it, nor does any other object control it.
 * The label is Kubeless' own rule; the rest keeps two functions from fighting over one name, or a function and the router.
 */
final class Ownership {

    private Ownership() {}

    static void check(Optional<GenericKubernetesResource> actual, HasMetadata wanted) {
        if (actual.isEmpty()) {
            return;
        }
        Map<String, String> labels = actual.get().getMetadata().getLabels();
        boolean labelled = labels != null && Scope.KUBELESS.equals(labels.get(Scope.CREATED_BY));
        if (!(labelled || ownedBySame(actual.get(), wanted)) || ownedByAnother(actual.get(), wanted)) {
            throw new Apply.NotOurs(actual.get(), wanted);
        }
    }

    /** Those of its owners that are Functions or triggers. */
    static Stream<OwnerReference> ofFunctions(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream().filter(Ownership::isFunction);
    }

    private static boolean isFunction(OwnerReference owner) {
        return owner.getApiVersion().startsWith(Kind.GROUP + "/");
    }

    private static boolean ownedBySame(HasMetadata actual, HasMetadata wanted) {
        return ofFunctions(actual).anyMatch(owner -> wanted.getMetadata().getOwnerReferences().stream()
                .anyMatch(own -> own.getUid().equals(owner.getUid())));
    }

    private static boolean ownedByAnother(HasMetadata actual, HasMetadata wanted) {
        List<OwnerReference> ours = wanted.getMetadata().getOwnerReferences();
        return actual.getMetadata().getOwnerReferences().stream()
                .filter(owner -> isFunction(owner) || Boolean.TRUE.equals(owner.getController()))
                .anyMatch(owner -> ours.stream()
                        .noneMatch(own -> own.getKind().equals(owner.getKind())
                                && own.getName().equals(owner.getName())));
    }
}
