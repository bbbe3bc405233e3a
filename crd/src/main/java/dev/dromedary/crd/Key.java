package dev.dromedary.crd;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Which object of a kind: its namespace and name.
 *
 * @param namespace never empty: every kind of ours is namespaced
 * @param name never empty
 */
public record Key(String namespace, String name) implements Comparable<Key> {

    /** The same names stand in very many keys, each read out of a text of its own: one of each is kept. */
    public Key {
        namespace = namespace.intern();
        name = name.intern();
    }

    /** The key of an object read from the API server. */
    public static Key of(HasMetadata object) {
        return new Key(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    @Override
    public int compareTo(Key other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    /** {@code namespace/name}, as it stands in logs and route ids. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
