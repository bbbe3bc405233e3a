package dev.dromedary.routes.core.deliver;

import dev.dromedary.crd.Key;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The gates before functions: one for each that some flow calls. Thread-safe. */
final class Gates {

    private final Map<Key, Use> uses = new ConcurrentHashMap<>();

    /** A gate, and how many flows go through it. */
    private record Use(Gate gate, int flows) {}

    /** One more flow goes through the function's gate, until it {@link #release goes}. */
    Gate hold(Key function) {
        return uses.compute(
                        function,
                        (any, use) -> use == null ? new Use(new Gate(), 1) : new Use(use.gate(), use.flows() + 1))
                .gate();
    }

    /** One flow less goes through it. The gate of a function that nobody calls is forgotten. */
    void release(Key function) {
        uses.computeIfPresent(function, (any, use) -> use.flows() == 1 ? null : new Use(use.gate(), use.flows() - 1));
    }
}
