package dev.dromedary.reconciler;

import io.fabric8.kubernetes.api.model.ObjectReference;
import java.util.Optional;

/** Something that came to an end, and that a person may want to hear of by a Kubernetes Event. */
interface Announced {

    /** What to say; empty: nothing new. */
    Optional<News> news();

    /**
     * A Kubernetes Event.
     *
     * @param regarding the object it is about
     * @param good {@code Normal}; else {@code Warning}
     * @param reason one word in CamelCase
     * @param note for a person
     */
    record News(ObjectReference regarding, boolean good, String reason, String note) {}
}
