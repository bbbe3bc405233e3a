package dev.dromedary.kube;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kind on the API server, kept by a fabric8 informer. Objects are read as trees, so that one that does not fit its
 * type spoils no list. A watch can fall silent without an error (fabric8 #4781): every ten seconds a {@link Pulse} asks
 * whether anything was said that it did not tell. It can lose a single event, too: about once a minute, of many objects
 * less often, a {@link Census} is compared with what is held. In either case the informer starts anew.
 */
final class InformerCache implements Cache, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InformerCache.class);
    private static final int NOT_FOUND = 404;
    private static final long CENSUS_SECONDS = 50;
    private static final long PULSE_SECONDS = 10;
    private static final long ON_ITS_WAY_SECONDS = 5;
    /** Objects in one answer to a list: all of ten thousand would not fit into memory at a time. */
    private static final long PAGE = 500;
    /** A census counts so many objects a minute and no more: it is there for accidents, and must cost next to nothing. */
    private static final int COUNTED_A_MINUTE = 2500;

    private final Kind kind;
    private final KubernetesClient client;
    private final Scope scope;
    private final Census census;
    private final Pulse pulse;
    private final ScheduledExecutorService timer;
    private final Store store;
    private volatile SharedIndexInformer<GenericKubernetesResource> informer;
    private volatile boolean synced;
    private volatile boolean missing;
    private int minutes;

    /**
     * Begins to follow.
     *
     * @param what the server, and what of it is followed
     */
    InformerCache(Followed what, Kind kind, Store.Form form, ScheduledExecutorService timer) {
        this.client = what.client();
        this.kind = kind;
        this.scope = what.scope();
        this.store = new Store(form);
        this.census = new Census(client, kind, scope);
        this.pulse = new Pulse(client, kind, scope);
        this.timer = timer;
        this.informer = start();
        var unusedCensus =
                timer.scheduleWithFixedDelay(this::compare, CENSUS_SECONDS, CENSUS_SECONDS, TimeUnit.SECONDS);
        var unusedPulse = timer.scheduleWithFixedDelay(this::beat, PULSE_SECONDS, PULSE_SECONDS, TimeUnit.SECONDS);
    }

    /** A server, and what of it is followed. */
    record Followed(KubernetesClient client, Scope scope) {}

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public Optional<GenericKubernetesResource> get(Key key) {
        return store.find(key);
    }

    @Override
    public Collection<GenericKubernetesResource> list() {
        return store.keys().flatMap(key -> store.find(key).stream()).toList();
    }

    @Override
    public Collection<Key> keys() {
        return store.keys().toList();
    }

    @Override
    public List<GenericKubernetesResource> labelled(String namespace, String label, String value) {
        return store.labelled(namespace, label, value).toList();
    }

    @Override
    public boolean synced() {
        synced = synced || informer.hasSynced();
        return synced;
    }

    @Override
    public boolean missing() {
        return missing && !synced();
    }

    @Override
    public Subscription listen(Listener listener) {
        return store.listen(listener);
    }

    /** Makes an object that is not there, and knows it from then on. */
    void make(Key key, Supplier<GenericKubernetesResource> write) {
        write(key, () -> store.written("", write.get()));
    }

    /** Writes an object's status, and knows it from then on, unless the answer says anything else that is new. */
    void writeStatus(GenericKubernetesResource before, Supplier<GenericKubernetesResource> write) {
        write(Key.of(before), () -> {
            GenericKubernetesResource answer = write.get();
            if (Changes.onlyInStatus(before, answer)) {
                store.written(before.getMetadata().getResourceVersion(), answer);
            }
        });
    }

    private void write(Key key, Runnable write) {
        store.writing(key);
        try {
            write.run();
        } finally {
            store.wrote(key);
        }
    }

    /**
     * The server said that this object is no longer there, which was not heard: whoever went on with it would make things
     * for an owner that is gone, and Kubernetes would delete them, for ever.
     */
    void gone(GenericKubernetesResource object) {
        String key = store.getKey(object);
        GenericKubernetesResource held = store.get(key);
        if (held != null
                && held.getMetadata().getUid().equals(object.getMetadata().getUid())) {
            store.remove(key);
        }
    }

    private SharedIndexInformer<GenericKubernetesResource> start() {
        var resources = client.genericKubernetesResources(ApiServer.context(kind));
        var scoped = scope.namespace().isEmpty()
                ? resources.inAnyNamespace().withLabels(scope.labels(kind)).withFields(scope.fields(kind))
                : resources
                        .inNamespace(scope.namespace())
                        .withLabels(scope.labels(kind))
                        .withFields(scope.fields(kind));
        SharedIndexInformer<GenericKubernetesResource> made = scoped.withLimit(PAGE)
                .runnableInformer(0)
                .removeNamespaceIndex()
                .itemStore(store)
                .exceptionHandler((started, trouble) -> {
                    interrupted(trouble);
                    return true;
                });
        var unused = made.start();
        return made;
    }

    private void interrupted(Throwable trouble) {
        Throwable cause = trouble.getCause() == null ? trouble : trouble.getCause();
        boolean unknown = cause instanceof KubernetesClientException refused && refused.getCode() == NOT_FOUND;
        if (!unknown || !missing) {
            LOG.warn("Following is interrupted and tried again kind={} because={}", kind, cause.toString());
        }
        missing = unknown;
    }

    private void compare() {
        if (!synced() || store.size() > COUNTED_A_MINUTE * ++minutes) {
            return;
        }
        minutes = 0;
        Map<String, String> first = differences();
        if (!first.isEmpty()) {
            var unused = timer.schedule(() -> compareAgain(first), ON_ITS_WAY_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** None, where it cannot be counted now. */
    private Map<String, String> differences() {
        try {
            return census.differences(store);
        } catch (RuntimeException e) {
            LOG.debug("No census now kind={} because={}", kind, e.toString());
            return Map.of();
        }
    }

    private void compareAgain(Map<String, String> first) {
        if (Census.unheard(first, differences())) {
            startAnew();
        }
    }

    private void beat() {
        if (!synced()) {
            return;
        }
        String heard = informer.lastSyncResourceVersion();
        pulse.saidSince(heard, () -> {
            var unused = timer.schedule(() -> startAnewIfStill(heard), ON_ITS_WAY_SECONDS, TimeUnit.SECONDS);
        });
    }

    private void startAnewIfStill(String heard) {
        if (heard.equals(informer.lastSyncResourceVersion())) {
            startAnew();
        }
    }

    private void startAnew() {
        LOG.warn("The watch had fallen silent and starts anew kind={}", kind);
        informer.stop();
        informer = start();
    }

    @Override
    public void close() {
        informer.stop();
    }
}
