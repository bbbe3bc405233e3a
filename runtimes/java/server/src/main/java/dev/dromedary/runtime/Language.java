package dev.dromedary.runtime;

import dev.dromedary.runtime.Loader.LoadException;

/** A language whose functions are no classes: {@link java.util.ServiceLoader} finds it. */
interface Language {

    /** The function; throws LoadException, whose message says why it cannot be served. */
    Handler load(Settings settings) throws LoadException;
}
