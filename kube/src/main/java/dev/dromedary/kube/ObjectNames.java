package dev.dromedary.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** How an object is called in logs and messages. */
final class ObjectNames {

    private ObjectNames() {}

    /** {@code Kind namespace/name}. */
    static String of(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }
}
