package dev.dromedary.routes.core;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import java.util.Locale;

/** Which trigger: its kind, namespace and name. */
public record TriggerId(Kind kind, Key key) {

    /** The id of the trigger's Camel route: {@code httptrigger/default/hello}. */
    public String routeId() {
        return kind.name().toLowerCase(Locale.ROOT) + "/" + key;
    }

    @Override
    public String toString() {
        return routeId();
    }
}
