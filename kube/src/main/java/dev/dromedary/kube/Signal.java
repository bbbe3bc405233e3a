package dev.dromedary.kube;

import dev.dromedary.crd.Key;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Says of an object that something has changed which stands in no object: whoever looks after it looks at it again. */
public final class Signal {

    private final List<Consumer<Key>> listeners = new CopyOnWriteArrayList<>();

    /** Something has changed. Quick; on any thread. */
    public void raise(Key key) {
        listeners.forEach(listener -> listener.accept(key));
    }

    /**
     * From now on hears of every change.
     *
     * @param listener must not block
     */
    public Cache.Subscription listen(Consumer<Key> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
