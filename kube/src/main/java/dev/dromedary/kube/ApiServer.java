package dev.dromedary.kube;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** Kubernetes' objects on an API server. */
public final class ApiServer implements Resources, AutoCloseable {

    private final KubernetesClient client;
    private final Scope scope;
    private final String fieldManager;
    private final Supplier<Store.Form> form;
    private final Map<Kind, InformerCache> caches = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kube-census").factory());

    /**
     * Follows the API server that the client talks to.
     *
     * @param fieldManager the name under which our writes stand in {@code managedFields}
     */
    public ApiServer(KubernetesClient client, Scope scope, String fieldManager) {
        this(client, scope, fieldManager, () -> Store.Form.TREES);
    }

    private ApiServer(KubernetesClient client, Scope scope, String fieldManager, Supplier<Store.Form> form) {
        this.client = client;
        this.scope = scope;
        this.fieldManager = fieldManager;
        this.form = form;
    }

    /**
     * The same in a tenth of the memory, for whoever reads an object now and then, not with each event: an object is read
     * anew out of a few hundred bytes each time it is asked for.
     */
    public static ApiServer compact(KubernetesClient client, Scope scope, String fieldManager) {
        return new ApiServer(client, scope, fieldManager, Press::new);
    }

    @Override
    public Cache cache(Kind kind) {
        return informer(kind);
    }

    private InformerCache informer(Kind kind) {
        return caches.computeIfAbsent(
                kind, k -> new InformerCache(new InformerCache.Followed(client, scope), k, form.get(), timer));
    }

    /** Makes an object that is not there, by this write, and knows it from then on. */
    void make(Kind kind, Key key, Supplier<GenericKubernetesResource> write) {
        informer(kind).make(key, write);
    }

    @Override
    public boolean writeStatus(GenericKubernetesResource object, StatusPart part, Map<String, Object> values) {
        if (part.isSaidBy(object, values)) {
            return false;
        }
        Optional<InformerCache> cache = Kind.ofName(object.getKind()).map(caches::get);
        Supplier<GenericKubernetesResource> write =
                () -> StatusPatch.write(client, object, values, part.manager(fieldManager));
        try {
            cache.ifPresentOrElse(there -> there.writeStatus(object, write), () -> {
                var unused = write.get();
            });
            return true;
        } catch (StatusPatch.Gone e) {
            cache.ifPresent(there -> there.gone(object));
            return false;
        }
    }

    @Override
    public void release(Kind kind, GenericKubernetesResource object) {
        Finalizers.release(client, kind, object);
    }

    /** Where the kind lives, in fabric8's terms. */
    public static ResourceDefinitionContext context(Kind kind) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(kind.group().isEmpty() ? null : kind.group())
                .withVersion(kind.version())
                .withKind(kind.name())
                .withPlural(kind.plural())
                .withNamespaced(true)
                .build();
    }

    /** Stops following. */
    @Override
    public void close() {
        timer.shutdownNow();
        caches.values().forEach(InformerCache::close);
    }
}
