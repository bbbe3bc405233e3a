package dev.dromedary.kube;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A cache that follows nothing until somebody listens to it, and then only a kind that the cluster has: for kinds that the
 * leading copy alone looks at, and for kinds that a cluster need not have, which an informer would ask for again and again. As
 * long as it follows nothing it is empty, and keeps nobody waiting.
 */
public final class LateCache implements Cache {

    private final Kind kind;
    private final Supplier<Cache> followed;
    private final BooleanSupplier served;
    private final List<Place> waiting = new ArrayList<>();
    private volatile Cache cache;

    /**
     * A cache that follows nothing yet.
     *
     * @param followed gives the cache that does
     * @param served whether the cluster has the kind now; asked when somebody listens, and by {@link #follow}
     */
    public LateCache(Kind kind, Supplier<Cache> followed, BooleanSupplier served) {
        this.kind = kind;
        this.followed = followed;
        this.served = served;
    }

    /**
     * Begins, if it has not begun and the cluster has the kind by now; who listens already hears of everything from then on.
     *
     * @return whether it follows
     */
    public synchronized boolean follow() {
        if (cache == null && served.getAsBoolean()) {
            cache = followed.get();
            waiting.forEach(place -> place.there = cache.listen(place.listener));
            waiting.clear();
        }
        return cache != null;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public Optional<GenericKubernetesResource> get(Key key) {
        return begun().flatMap(there -> there.get(key));
    }

    @Override
    public Collection<GenericKubernetesResource> list() {
        return begun().map(Cache::list).orElse(List.of());
    }

    @Override
    public Collection<Key> keys() {
        return begun().map(Cache::keys).orElse(List.of());
    }

    @Override
    public boolean synced() {
        return begun().map(there -> there.synced() || there.missing()).orElse(true);
    }

    @Override
    public boolean missing() {
        return begun().map(Cache::missing).orElse(false);
    }

    @Override
    public synchronized Subscription listen(Listener listener) {
        Place place = new Place(listener);
        if (follow()) {
            place.there = cache.listen(listener);
        } else {
            waiting.add(place);
        }
        return () -> end(place);
    }

    private synchronized void end(Place place) {
        waiting.remove(place);
        if (place.there != null) {
            place.there.end();
        }
    }

    private Optional<Cache> begun() {
        return Optional.ofNullable(cache);
    }

    /** A listener, and its place in the cache that follows, once there is one. */
    private static final class Place {

        private final Listener listener;
        private Subscription there;

        Place(Listener listener) {
            this.listener = listener;
        }
    }
}
