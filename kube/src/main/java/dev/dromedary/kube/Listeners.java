package dev.dromedary.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who listens to a cache. One broken listener keeps nothing from the others. */
public final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<Cache.Listener> listeners = new ArrayList<>();

    /** Adds a listener and tells it of everything that is there already. */
    public synchronized Cache.Subscription add(
            Cache.Listener listener, Supplier<Collection<GenericKubernetesResource>> present) {
        listeners.add(listener);
        present.get().forEach(object -> tell(listener, Optional.empty(), Optional.of(object)));
        return () -> remove(listener);
    }

    private synchronized void remove(Cache.Listener listener) {
        listeners.remove(listener);
    }

    /** Tells all of them of a change. */
    public synchronized void changed(
            Optional<GenericKubernetesResource> before, Optional<GenericKubernetesResource> after) {
        listeners.forEach(listener -> tell(listener, before, after));
    }

    private static void tell(
            Cache.Listener listener,
            Optional<GenericKubernetesResource> before,
            Optional<GenericKubernetesResource> after) {
        try {
            listener.changed(before, after);
        } catch (RuntimeException e) {
            LOG.error(
                    "A listener failed object={}",
                    after.or(() -> before).map(ObjectNames::of).orElse("-"),
                    e);
        }
    }
}
