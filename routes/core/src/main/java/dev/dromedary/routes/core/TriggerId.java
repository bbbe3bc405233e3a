package dev.dromedary.routes.core;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import java.util.Locale;

/** Which trigger: its kind, namespace and name. */
public record TriggerId(Kind kind, Key key) implements RouteKey {

    @Override
    public TriggerId trigger() {
        return this;
    }

    /** The id of its Camel route, where it has but one: {@code httptrigger/default/hello}. */
    @Override
    public String routeId() {
        return kind.name().toLowerCase(Locale.ROOT) + "/" + key;
    }

    @Override
    public String toString() {
        return routeId();
    }
}
