package dev.dromedary.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether an object that exists may be written: it carries Kubeless' label, and no other object of our kinds owns it. The
 * first half is Kubeless' own rule; the second keeps two functions from fighting over one name.
 */
final class Ownership {

    private Ownership() {}

    static void check(Optional<GenericKubernetesResource> actual, HasMetadata wanted) {
        if (actual.isEmpty()) {
            return;
        }
        Map<String, String> labels = actual.get().getMetadata().getLabels();
        boolean labelled = labels != null && Scope.KUBELESS.equals(labels.get(Scope.CREATED_BY));
        if (!labelled || ownedByAnother(actual.get(), wanted)) {
            throw new Apply.NotOurs(actual.get());
        }
    }

    private static boolean ownedByAnother(HasMetadata actual, HasMetadata wanted) {
        List<OwnerReference> ours = wanted.getMetadata().getOwnerReferences();
        return actual.getMetadata().getOwnerReferences().stream()
                .filter(owner -> owner.getApiVersion().startsWith(dev.dromedary.crd.Kind.GROUP + "/"))
                .anyMatch(owner -> ours.stream()
                        .noneMatch(own -> own.getKind().equals(owner.getKind())
                                && own.getName().equals(owner.getName())));
    }
}
