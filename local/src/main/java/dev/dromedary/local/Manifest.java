package dev.dromedary.local;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.file.Path;

/**
 * An object in a file.
 *
 * @param kind a Function, a trigger or a Secret
 * @param object as written, in the namespace {@code default} where none is
 * @param file where it stands
 * @param lines and on which lines
 */
record Manifest(Kind kind, GenericKubernetesResource object, Path file, Lines lines) {

    Key key() {
        return Key.of(object);
    }

    /** The id of the object among all of the folder. */
    Id id() {
        return new Id(kind, key());
    }

    Fault fault(String field, String message) {
        return new Fault(file, lines.of(field), field, message);
    }

    /** Which object. */
    record Id(Kind kind, Key key) {
        @Override
        public String toString() {
            return kind + " " + key;
        }
    }
}
