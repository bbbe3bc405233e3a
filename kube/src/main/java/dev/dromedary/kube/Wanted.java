package dev.dromedary.kube;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** What should be of one object. Turning a feature off is {@link Absent}, not a branch elsewhere. */
public sealed interface Wanted {

    /** The object's kind. */
    Kind kind();

    /** The object's namespace and name. */
    Key key();

    /**
     * It should be there, with at least these fields. A field that is not in it belongs to whoever set it.
     *
     * @param object complete with apiVersion, kind, namespace, name, labels and owner
     */
    record Present(Kind kind, HasMetadata object) implements Wanted {
        @Override
        public Key key() {
            return Key.of(object);
        }
    }

    /** It should not be there, if it is ours. */
    record Absent(Kind kind, Key key) implements Wanted {}
}
