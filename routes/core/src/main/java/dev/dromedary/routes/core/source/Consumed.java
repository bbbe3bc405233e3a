package dev.dromedary.routes.core.source;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.Branch;
import dev.dromedary.routes.core.RouteKey;
import dev.dromedary.routes.core.TriggerId;

/** What the consumer of a route reads, and for whom: a record, for its consumer is found by {@code equals}. */
public interface Consumed {

    /** The route that reads it. */
    RouteKey route();

    /** Who gets its events. */
    Key function();

    /** Where it is found in a Camel URI: DNS labels alone. */
    default String name() {
        return switch (route()) {
            case TriggerId trigger -> trigger.key().toString();
            case Branch branch -> branch.trigger().key() + "/" + branch.function();
        };
    }
}
