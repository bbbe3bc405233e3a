package dev.dromedary.routes.http.auth;

import dev.dromedary.routes.core.held.Held;
import dev.dromedary.routes.core.secrets.Material;
import java.util.Optional;

/** A gate that asks callers by material: what is wrong with it is what keeps callers out. */
interface MaterialGate extends Gate {

    /** What callers are asked by; closed with the gate. */
    Held<? extends Material<?>> material();

    @Override
    default Optional<String> trouble() {
        return material().now().trouble();
    }

    @Override
    default void retry() {
        var unused = material().again();
    }

    @Override
    default void close() {
        material().close();
    }
}
