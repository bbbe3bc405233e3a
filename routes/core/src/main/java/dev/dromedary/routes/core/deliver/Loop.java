package dev.dromedary.routes.core.deliver;

import dev.dromedary.routes.core.invoke.Caller;
import java.time.Duration;

/** The one thread that a lane lives on, and its clock: in the router an event loop, in tests a world that is played through. */
interface Loop {

    /** Has it done on the thread; at once, where this is the thread. */
    void run(Runnable task);

    /** Has it done on the thread, after a while. */
    void after(Duration wait, Runnable task);

    /** The time of day, in milliseconds. */
    long millis();

    /** A number from 0 to 1. */
    double chance();

    /** Who waits for the answers to calls, on that thread. */
    Caller caller();
}
