package dev.dromedary.kube;

import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;

/**
 * The one door to Kubernetes' objects: what is there, what changes, and what we say of it. Behind it stands an API
 * server ({@link ApiServer}), or a folder of YAML files.
 */
public interface Resources {

    /**
     * The objects of a kind, followed from now on. The same kind gives the same cache; nothing is waited for here: a
     * kind that the server does not know (yet) is simply not {@link Cache#synced()}.
     */
    Cache cache(Kind kind);

    /**
     * Writes a part of an object's status, whole: a field of the part that is not in the values is removed. Nothing is
     * sent where the object already says the same.
     *
     * @param object the object as it was read
     * @param part whose fields they are
     * @param values as a tree of maps, lists and plain values
     * @return whether something was written
     */
    boolean writeStatus(GenericKubernetesResource object, StatusPart part, Map<String, Object> values);

    /** Takes Kubeless' finalizers off an object, which would keep it for ever: nobody else answers to them. */
    void release(Kind kind, GenericKubernetesResource object);
}
