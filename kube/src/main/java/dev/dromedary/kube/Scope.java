package dev.dromedary.kube;

import dev.dromedary.crd.Kind;
import java.util.Map;
import java.util.Set;

/**
 * What an {@link ApiServer} follows.
 *
 * @param namespace the only namespace to look into; empty: all of them
 * @param name the only object to look at; empty: all of them
 * @param labelled kinds of which only objects with the label {@code created-by=kubeless} are ours to know
 */
public record Scope(String namespace, String name, Set<Kind> labelled) {

    /** The label that everything made for a function carries, as Kubeless has it. */
    public static final String CREATED_BY = "created-by";

    /** Its value. */
    public static final String KUBELESS = "kubeless";

    /** The label that names the function. */
    public static final String FUNCTION = "function";

    private static final Set<Kind> CHILDREN = Set.of(
            Kind.CONFIG_MAP, Kind.SERVICE, Kind.DEPLOYMENT, Kind.JOB, Kind.AUTOSCALER, Kind.POD, Kind.ENDPOINT_SLICE);

    /**
     * Everything in a namespace, but of the kinds that others use too only what was made for functions.
     *
     * @param namespace empty: all namespaces
     */
    public static Scope of(String namespace) {
        return new Scope(namespace, "", CHILDREN);
    }

    /** One object, whatever its labels. */
    public static Scope only(String namespace, String name) {
        return new Scope(namespace, name, Set.of());
    }

    Map<String, String> labels(Kind kind) {
        return labelled.contains(kind) ? Map.of(CREATED_BY, KUBELESS) : Map.of();
    }

    Map<String, String> fields() {
        return name.isEmpty() ? Map.of() : Map.of("metadata.name", name);
    }
}
