package dev.dromedary.kube;

import dev.dromedary.crd.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an {@link ApiServer} follows.
 *
 * @param namespace the only namespace to look into; empty: all of them
 * @param kinds which objects of these kinds are ours to know
 * @param others which objects of all other kinds are
 */
public record Scope(String namespace, Map<Kind, Chosen> kinds, Chosen others) {

    /** The label that everything made for a function or a trigger carries, as Kubeless has it. */
    public static final String CREATED_BY = "created-by";

    /** Its value. */
    public static final String KUBELESS = "kubeless";

    /** The label that names the function. */
    public static final String FUNCTION = "function";

    /** The label of an EndpointSlice that names its Service. */
    public static final String SERVICE_NAME = "kubernetes.io/service-name";

    private static final Set<Kind> CHILDREN = Set.of(
            Kind.CONFIG_MAP,
            Kind.SERVICE,
            Kind.DEPLOYMENT,
            Kind.JOB,
            Kind.AUTOSCALER,
            Kind.POD,
            Kind.ENDPOINT_SLICE,
            Kind.ENDPOINTS,
            Kind.INGRESS,
            Kind.HTTP_ROUTE);

    /**
     * Some objects of a kind.
     *
     * @param labels those with all of these; empty: whichever they have
     * @param fields those with all of these
     */
    public record Chosen(Map<String, String> labels, Map<String, String> fields) {

        static final Chosen ALL = new Chosen(Map.of(), Map.of());
        static final Chosen MADE = new Chosen(Map.of(CREATED_BY, KUBELESS), Map.of());

        static Chosen named(String name) {
            return new Chosen(Map.of(), Map.of("metadata.name", name));
        }
    }

    /**
     * Everything in a namespace, but of the kinds that others use too only what was made for functions and triggers.
     *
     * @param namespace empty: all namespaces
     */
    public static Scope of(String namespace) {
        return new Scope(
                namespace,
                CHILDREN.stream().collect(Collectors.toMap(Function.identity(), kind -> Chosen.MADE)),
                Chosen.ALL);
    }

    /** One object, whatever its labels. */
    public static Scope only(String namespace, String name) {
        return new Scope(namespace, Map.of(), Chosen.named(name));
    }

    /** The EndpointSlices of one Service. */
    public static Scope serving(String namespace, String service) {
        return new Scope(namespace, Map.of(), new Chosen(Map.of(SERVICE_NAME, service), Map.of()));
    }

    /** The same, but of a kind only the objects with this name. */
    public Scope named(Kind kind, String name) {
        Map<Kind, Chosen> changed = new HashMap<>(kinds);
        changed.put(kind, Chosen.named(name));
        return new Scope(namespace, Map.copyOf(changed), others);
    }

    Map<String, String> labels(Kind kind) {
        return kinds.getOrDefault(kind, others).labels();
    }

    Map<String, String> fields(Kind kind) {
        return kinds.getOrDefault(kind, others).fields();
    }
}
