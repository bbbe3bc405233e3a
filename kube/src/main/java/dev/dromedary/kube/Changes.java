package dev.dromedary.kube;

import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What differs between two versions of an object. */
final class Changes {

    private Changes() {}

    /**
     * Whether two versions of one of our own kinds differ in nothing but what we ourselves write: the status. The status
     * of other kinds (a Deployment's, a Pod's) is what we watch them for.
     */
    static boolean onlyInStatus(GenericKubernetesResource before, GenericKubernetesResource after) {
        return before.getApiVersion().equals(Kind.GROUP + "/" + Kind.VERSION)
                && Objects.equals(
                        before.getMetadata().getGeneration(),
                        after.getMetadata().getGeneration())
                && Objects.equals(
                        before.getMetadata().getLabels(), after.getMetadata().getLabels())
                && Objects.equals(
                        before.getMetadata().getAnnotations(),
                        after.getMetadata().getAnnotations())
                && Objects.equals(
                        before.getMetadata().getFinalizers(),
                        after.getMetadata().getFinalizers())
                && Objects.equals(
                        before.getMetadata().getDeletionTimestamp(),
                        after.getMetadata().getDeletionTimestamp())
                && Objects.equals(withoutStatus(before), withoutStatus(after));
    }

    private static Map<String, Object> withoutStatus(GenericKubernetesResource object) {
        Map<String, Object> rest = new HashMap<>(object.getAdditionalProperties());
        rest.remove("status");
        return rest;
    }
}
