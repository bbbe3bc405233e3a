package dev.dromedary.kube;

import dev.dromedary.crd.Key;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Where an informer puts what it hears, and from where the listeners learn of it. It outlives the informer: one that starts
 * anew finds what is known, and only what is different is told. {@code managedFields}, often half of an object, are not kept.
 *
 * <p>The answers to our own writes are taken in too, so that whoever wrote reads what was written, not what was heard before.
 */
final class Store implements ItemStore<GenericKubernetesResource> {

    /** How long an event may be on its way. Not for ever: a server put back to an older backup has older versions. */
    private static final Duration AHEAD = Duration.ofSeconds(15);

    private final Form form;
    private final LongSupplier nanos;
    private final Map<String, Held> objects = new ConcurrentHashMap<>();
    private final Set<String> beingWritten = new HashSet<>();
    private final Map<String, LabelIndex> indexes = new ConcurrentHashMap<>();
    private final Listeners listeners = new Listeners();

    /** What an object is held as. */
    @FunctionalInterface
    interface Form {

        /** Objects as they come, to be read at no cost. */
        Form TREES = object -> () -> object;

        /** The object in this form; called by one thread at a time. */
        Kept keep(GenericKubernetesResource object);
    }

    /** An object in some form. */
    @FunctionalInterface
    interface Kept {
        GenericKubernetesResource object();
    }

    /**
     * An object, held.
     *
     * @param version its resourceVersion
     * @param guarded until when, by the monotonic clock, events from before this version are not believed: it is the answer
     *     to a write of our own, which may be ahead of the informer
     */
    private record Held(String version, long guarded, Kept kept) {}

    Store(Form form) {
        this(form, System::nanoTime);
    }

    Store(Form form, LongSupplier nanos) {
        this.form = form;
        this.nanos = nanos;
    }

    Optional<GenericKubernetesResource> find(Key key) {
        return Optional.ofNullable(get(key.toString()));
    }

    Stream<Key> keys() {
        return objects.keySet().stream().map(Store::key);
    }

    /** Those of a namespace with this label; whoever asks for the first time makes an index of it. */
    Stream<GenericKubernetesResource> labelled(String namespace, String label, String value) {
        LabelIndex index = indexes.get(label);
        return (index == null ? index(label) : index)
                .keys(namespace, value).stream().map(this::get).filter(Objects::nonNull);
    }

    private synchronized LabelIndex index(String label) {
        LabelIndex index = new LabelIndex(label);
        objects.forEach((key, held) -> index.changed(key, Optional.empty(), Optional.of(object(held))));
        indexes.put(label, index);
        return index;
    }

    /** The version that is held; empty text for none. */
    String version(String key) {
        Held held = objects.get(key);
        return held == null ? "" : held.version();
    }

    synchronized Cache.Subscription listen(Cache.Listener listener) {
        return listeners.add(listener, () -> objects.values().stream().map(Store::object));
    }

    /** The informer has no handlers of its own, so nothing need be read anew to be handed back. */
    @Override
    public synchronized GenericKubernetesResource put(String key, GenericKubernetesResource object) {
        Held held = objects.get(key);
        if (held == null || isNews(held, object.getMetadata().getResourceVersion())) {
            Optional<GenericKubernetesResource> before = Optional.ofNullable(get(key));
            boolean byUs = beingWritten.contains(key)
                    && before.map(old -> Changes.onlyInStatus(old, object)).orElse(true);
            hold(key, before, object, false);
            tell(byUs, before, Optional.of(object));
        }
        return null;
    }

    @Override
    public synchronized GenericKubernetesResource remove(String key) {
        Held held = objects.remove(key);
        if (held != null) {
            Optional<GenericKubernetesResource> before = Optional.of(object(held));
            indexes.values().forEach(index -> index.changed(key, before, Optional.empty()));
            listeners.changed(before, Optional.empty());
        }
        return null;
    }

    /** An object is about to be made by us, or its status written: whoever does so knows when it is heard of. */
    synchronized void writing(Key key) {
        beingWritten.add(key.toString());
    }

    /** It was written, or was not. */
    synchronized void wrote(Key key) {
        beingWritten.remove(key.toString());
    }

    /**
     * Takes in the answer to a write of our own.
     *
     * @param before the version that the writer knew, empty text for none; where another one is held by now, the answer says
     *     nothing new, or news that the informer is yet to tell lies between
     */
    synchronized void written(String before, GenericKubernetesResource answer) {
        String key = getKey(answer);
        if (version(key).equals(before) && !before.equals(answer.getMetadata().getResourceVersion())) {
            Optional<GenericKubernetesResource> old = Optional.ofNullable(get(key));
            hold(key, old, answer, true);
            tell(true, old, Optional.of(answer));
        }
    }

    private Kept kept(GenericKubernetesResource object) {
        object.getMetadata().setManagedFields(null);
        return form.keep(object);
    }

    private void hold(
            String key, Optional<GenericKubernetesResource> before, GenericKubernetesResource after, boolean answer) {
        long guarded = nanos.getAsLong() + (answer ? AHEAD.toNanos() : 0);
        objects.put(key, new Held(after.getMetadata().getResourceVersion(), guarded, kept(after)));
        indexes.values().forEach(index -> index.changed(key, before, Optional.of(after)));
    }

    private void tell(
            boolean byUs, Optional<GenericKubernetesResource> before, Optional<GenericKubernetesResource> after) {
        if (byUs) {
            listeners.written(before, after);
        } else {
            listeners.changed(before, after);
        }
    }

    private boolean isNews(Held held, String version) {
        boolean guarded = nanos.getAsLong() - held.guarded() < 0;
        return !held.version().equals(version) && !(guarded && isOlder(version, held.version()));
    }

    /** Versions are numbers that grow (KEP-5504); should they be anything else, every one is news. */
    private static boolean isOlder(String version, String other) {
        return version.length() < other.length()
                || (version.length() == other.length() && version.compareTo(other) < 0);
    }

    private static GenericKubernetesResource object(Held held) {
        return held.kept().object();
    }

    private static Key key(String key) {
        int slash = key.indexOf('/');
        return new Key(key.substring(0, slash), key.substring(slash + 1));
    }

    @Override
    public String getKey(GenericKubernetesResource object) {
        return Key.of(object).toString();
    }

    @Override
    public Stream<String> keySet() {
        return objects.keySet().stream();
    }

    /** The informer asks after a list, for what is there no longer: names are enough. */
    @Override
    public Stream<GenericKubernetesResource> values() {
        return keys().map(key -> {
            GenericKubernetesResource name = new GenericKubernetesResource();
            name.setMetadata(new ObjectMetaBuilder()
                    .withNamespace(key.namespace())
                    .withName(key.name())
                    .build());
            return name;
        });
    }

    @Override
    public int size() {
        return objects.size();
    }

    @Override
    public GenericKubernetesResource get(String key) {
        Held held = objects.get(key);
        return held == null ? null : object(held);
    }

    /** So the informer keeps no list of its own of what it has yet to tell. */
    @Override
    public boolean isFullState() {
        return false;
    }
}
