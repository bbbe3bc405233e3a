package dev.dromedary.kube;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Kubernetes' objects without Kubernetes: in memory, put there by whoever reads them from somewhere. */
public final class MemoryResources implements Resources {

    private static final String STATUS = "status";

    private final Map<Kind, MemoryCache> caches = new ConcurrentHashMap<>();

    @Override
    public Cache cache(Kind kind) {
        return of(kind);
    }

    /** Puts an object in, or another version of it; one that says no status keeps the one it has. */
    public void put(Kind kind, GenericKubernetesResource object) {
        of(kind).put(object);
    }

    /** Takes an object out, if it is there. */
    public void remove(Kind kind, Key key) {
        of(kind).remove(key);
    }

    @Override
    public boolean writeStatus(GenericKubernetesResource object, StatusPart part, Map<String, Object> values) {
        return of(Kind.ofName(object.getKind()).orElseThrow()).writeStatus(Key.of(object), part, values);
    }

    /** Here nothing keeps an object. */
    @Override
    public void release(Kind kind, GenericKubernetesResource object) {}

    private MemoryCache of(Kind kind) {
        return caches.computeIfAbsent(kind, MemoryCache::new);
    }

    private static final class MemoryCache implements Cache {

        private final Kind kind;
        private final Map<Key, GenericKubernetesResource> objects = new ConcurrentHashMap<>();
        private final Listeners listeners = new Listeners();

        MemoryCache(Kind kind) {
            this.kind = kind;
        }

        synchronized void put(GenericKubernetesResource object) {
            GenericKubernetesResource before = objects.get(Key.of(object));
            Object status =
                    before == null ? null : before.getAdditionalProperties().get(STATUS);
            if (status != null && !object.getAdditionalProperties().containsKey(STATUS)) {
                object.setAdditionalProperty(STATUS, status);
            }
            listeners.changed(Optional.ofNullable(objects.put(Key.of(object), object)), Optional.of(object));
        }

        synchronized void remove(Key key) {
            GenericKubernetesResource gone = objects.remove(key);
            if (gone != null) {
                listeners.changed(Optional.of(gone), Optional.empty());
            }
        }

        synchronized boolean writeStatus(Key key, StatusPart part, Map<String, Object> values) {
            GenericKubernetesResource before = objects.get(key);
            if (before == null || part.isSaidBy(before, values)) {
                return false;
            }
            Map<String, Object> status = new HashMap<>();
            if (before.getAdditionalProperties().get(STATUS) instanceof Map<?, ?> old) {
                old.forEach((field, value) -> status.put(field.toString(), value));
            }
            status.keySet().removeAll(part.fields());
            status.putAll(values);
            GenericKubernetesResource after = new GenericKubernetesResource();
            after.setApiVersion(before.getApiVersion());
            after.setKind(before.getKind());
            after.setMetadata(before.getMetadata());
            after.setAdditionalProperties(new HashMap<>(before.getAdditionalProperties()));
            after.setAdditionalProperty(STATUS, status);
            put(after);
            return true;
        }

        @Override
        public Kind kind() {
            return kind;
        }

        @Override
        public Optional<GenericKubernetesResource> get(Key key) {
            return Optional.ofNullable(objects.get(key));
        }

        @Override
        public Collection<GenericKubernetesResource> list() {
            return List.copyOf(objects.values());
        }

        @Override
        public Collection<Key> keys() {
            return List.copyOf(objects.keySet());
        }

        @Override
        public boolean synced() {
            return true;
        }

        @Override
        public boolean missing() {
            return false;
        }

        @Override
        public Subscription listen(Listener listener) {
            return listeners.add(listener, () -> objects.values().stream());
        }
    }
}
