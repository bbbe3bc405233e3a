package dev.dromedary.routes.core.secrets;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.held.Held;

/** The Secrets that triggers name: on an API server ({@link ApiSecrets}), or in memory ({@link MemorySecrets}). */
public interface Secrets {

    /**
     * Holds a Secret, until it is closed; whether there is one, and whether it may be read, is in its {@link SecretReading}.
     *
     * @param changed run when something else is known of it than before; must be quick
     */
    Held<SecretReading> hold(Key key, Runnable changed);
}
