package dev.dromedary.routes.core.secrets;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.held.Held;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Secrets without Kubernetes: in memory, put there by whoever reads them from somewhere. */
public final class MemorySecrets implements Secrets {

    private final Map<Key, SecretReading> readings = new ConcurrentHashMap<>();
    private final List<Handle> handles = new CopyOnWriteArrayList<>();
    private final AtomicLong versions = new AtomicLong();

    /** Puts one in, or another content of it. */
    public void put(Key key, Map<String, byte[]> data) {
        set(key, new SecretReading.Found(Long.toString(versions.incrementAndGet()), data));
    }

    /** Takes one out. */
    public void remove(Key key) {
        set(key, new SecretReading.Missing(key));
    }

    /** Has one read as something else, such as {@link SecretReading.Forbidden}. */
    public void set(Key key, SecretReading reading) {
        readings.put(key, reading);
        handles.stream().filter(handle -> handle.key().equals(key)).forEach(handle -> handle.changed()
                .run());
    }

    @Override
    public Held<SecretReading> hold(Key key, Runnable changed) {
        Handle handle = new Handle(this, key, changed);
        handles.add(handle);
        return handle;
    }

    private record Handle(MemorySecrets secrets, Key key, Runnable changed) implements Held<SecretReading> {

        @Override
        public SecretReading now() {
            return secrets.readings.getOrDefault(key, new SecretReading.Missing(key));
        }

        @Override
        public boolean isFresh() {
            return true;
        }

        @Override
        public CompletionStage<SecretReading> again() {
            return CompletableFuture.completedFuture(now());
        }

        @Override
        public void close() {
            secrets.handles.remove(this);
        }
    }
}
