package dev.dromedary.routes.core.source;

import dev.dromedary.routes.core.deliver.Flow;
import java.util.function.Consumer;

/** Reads a source, whatever happens, until it is closed. */
public interface SourceReader {

    /** Has it begin. Does not wait for the source. */
    void start();

    /**
     * Ends it: nothing more is taken in, and what is under way is waited for, within limits.
     *
     * @return whether it has ended within them
     */
    boolean close();

    /** What makes one, each time that the route starts. */
    interface Opening {

        /**
         * One that is not started yet.
         *
         * @param flow where its events go; closed after it
         * @param said to be told how it is, whenever that may be another thing; quick
         */
        SourceReader open(Flow flow, Consumer<Situation> said);
    }
}
