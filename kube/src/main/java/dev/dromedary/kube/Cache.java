package dev.dromedary.kube;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The objects of one kind, as last heard; and as written, where it was this program that wrote. Objects are shared: do not
 * alter them.
 */
public interface Cache {

    /** What the cache is of. */
    Kind kind();

    /** The object, if there is one. */
    Optional<GenericKubernetesResource> get(Key key);

    /** All of them, in no particular order: {@link #keys} costs less where objects are kept compactly. */
    Collection<GenericKubernetesResource> list();

    /** Which there are, in no particular order. */
    Collection<Key> keys();

    /** Those of a namespace with this label, in no particular order. */
    default List<GenericKubernetesResource> labelled(String namespace, String label, String value) {
        return list().stream()
                .filter(object -> namespace.equals(object.getMetadata().getNamespace()))
                .filter(object -> object.getMetadata().getLabels() != null)
                .filter(object -> value.equals(object.getMetadata().getLabels().get(label)))
                .toList();
    }

    /** Whether the first list has arrived: until then an absent object may only be unknown. */
    boolean synced();

    /** Whether the server says that it does not know the kind: its CRD is not installed. That may change. */
    boolean missing();

    /**
     * Calls the listener for every object that is there, and from then on for every change. The calls come one after
     * another; they must not block.
     */
    Subscription listen(Listener listener);

    /** A listener's place; ended, it hears no more. */
    @FunctionalInterface
    interface Subscription {
        void end();
    }

    /** Hears of changes. */
    @FunctionalInterface
    interface Listener {

        /**
         * An object came, changed or went.
         *
         * @param before empty for one that is new
         * @param after empty for one that is gone
         */
        void changed(Optional<GenericKubernetesResource> before, Optional<GenericKubernetesResource> after);

        /**
         * An object came or changed by this program's own write, whose writer goes on with it: no news for whoever would only
         * do the same work again.
         */
        default void written(Optional<GenericKubernetesResource> before, Optional<GenericKubernetesResource> after) {
            changed(before, after);
        }
    }
}
