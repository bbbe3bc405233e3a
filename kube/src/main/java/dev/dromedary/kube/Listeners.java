package dev.dromedary.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who listens to a cache. One broken listener keeps nothing from the others. */
final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<Cache.Listener> listeners = new ArrayList<>();

    /** Adds a listener and tells it of everything that is there already. */
    synchronized Cache.Subscription add(Cache.Listener listener, Supplier<Stream<GenericKubernetesResource>> present) {
        listeners.add(listener);
        present.get()
                .forEach(object ->
                        guarded(listener, object, told -> told.changed(Optional.empty(), Optional.of(object))));
        return () -> remove(listener);
    }

    private synchronized void remove(Cache.Listener listener) {
        listeners.remove(listener);
    }

    /** Tells all of them of a change. */
    synchronized void changed(Optional<GenericKubernetesResource> before, Optional<GenericKubernetesResource> after) {
        tell(after.or(() -> before), listener -> listener.changed(before, after));
    }

    /** Tells all of them of a change by this program's own hand. */
    synchronized void written(Optional<GenericKubernetesResource> before, Optional<GenericKubernetesResource> after) {
        tell(after.or(() -> before), listener -> listener.written(before, after));
    }

    private void tell(Optional<GenericKubernetesResource> about, Consumer<Cache.Listener> what) {
        listeners.forEach(listener -> guarded(listener, about.orElseThrow(), what));
    }

    private static void guarded(
            Cache.Listener listener, GenericKubernetesResource about, Consumer<Cache.Listener> what) {
        try {
            what.accept(listener);
        } catch (RuntimeException e) {
            LOG.error("A listener failed object={}", ObjectNames.of(about), e);
        }
    }
}
