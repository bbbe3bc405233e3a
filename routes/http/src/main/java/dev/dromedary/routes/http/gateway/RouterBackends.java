package dev.dromedary.routes.http.gateway;

import dev.dromedary.crd.Key;
import dev.dromedary.kube.Cache;
import dev.dromedary.kube.Related;
import dev.dromedary.kube.Wanted;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The router's Services in the namespaces of triggers: which there are, and what they should be. */
final class RouterBackends {

    private final Home home;
    private final List<? extends Cache> made;
    private final Supplier<Optional<OwnerReference>> owner;

    /**
     * Where the router itself is.
     *
     * @param namespace its own Service is there already, and is not ours to write
     * @param slices those of that Service
     */
    record Home(String namespace, Cache slices) {}

    /**
     * Those that we make.
     *
     * @param made the kinds that a backend consists of, each with the objects of its name
     * @param owner asked before each writing
     */
    RouterBackends(Home home, List<? extends Cache> made, Supplier<Optional<OwnerReference>> owner) {
        this.home = home;
        this.made = made;
        this.owner = owner;
    }

    /**
     * Whose changes concern which triggers.
     *
     * @param inNamespace one of the triggers of a namespace, or a key of none
     * @param everywhere one of the triggers of each namespace
     */
    List<Related> related(Function<String, Key> inNamespace, Supplier<Set<Key>> everywhere) {
        return Stream.concat(
                        Stream.of(new Related(home.slices(), slice -> everywhere.get())),
                        made.stream()
                                .map(cache -> new Related(
                                        cache,
                                        object -> Set.of(inNamespace.apply(
                                                object.getMetadata().getNamespace())))))
                .toList();
    }

    /**
     * What should be in a namespace from which something is led to the router.
     *
     * @throws IllegalStateException where it is not known where the router is
     */
    List<Wanted> wanted(String namespace) {
        if (namespace.equals(home.namespace())) {
            return List.of();
        }
        RouterEndpoints router = RouterEndpoints.of(home.slices().list())
                .orElseThrow(
                        () -> new IllegalStateException(
                                "Nothing is known of the Service " + home.namespace() + "/" + RouterBackend.NAME
                                        + ", so nothing can lead to it: is it called so, and does it select the router's pods?"));
        return RouterBackend.of(namespace, router, owner.get());
    }

    /**
     * What is in a namespace of ours, to be removed: from there nothing is led to the router any more. The Service goes last, with
     * which Kubernetes would remove the others, too.
     */
    List<Wanted> unwanted(String namespace) {
        if (namespace.equals(home.namespace())) {
            return List.of();
        }
        Key key = new Key(namespace, RouterBackend.NAME);
        return made.reversed().stream()
                .filter(cache -> cache.get(key).filter(Made::byUs).isPresent())
                .<Wanted>map(cache -> new Wanted.Absent(cache.kind(), key))
                .toList();
    }
}
