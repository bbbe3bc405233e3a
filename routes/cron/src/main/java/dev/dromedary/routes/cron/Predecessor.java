package dev.dromedary.routes.cron;

import dev.dromedary.crd.Key;
import java.time.Instant;
import java.util.Optional;

/** What fired a trigger's ticks before this router did. */
@FunctionalInterface
public interface Predecessor {

    /** Nobody did. */
    Predecessor NONE = (trigger, uid, function) -> Optional.empty();

    /**
     * Has it fire no more. May wait for the API server.
     *
     * @param trigger that is seen for the first time
     * @param uid of the trigger
     * @return the last tick that it fired; empty: there is no such thing, or it never fired
     */
    Optional<Instant> retire(Key trigger, String uid, Key function);
}
