package dev.dromedary.routes.nats.consume;

import io.nats.client.Connection;
import java.util.function.BooleanSupplier;

/** Reading by one connection, until it is told to end, or something is wrong. */
interface Session {

    /**
     * Reads, on the caller's thread.
     *
     * @param goesOn asked again and again
     */
    void run(Connection connection, BooleanSupplier goesOn) throws Exception;

    /** Whoever waits is to look whether it goes on. On any thread. */
    void wake();

    /** The connection was interrupted, and is there again. On any thread. */
    void again();

    /** The server said that something is wrong. On any thread. */
    void told(String error);
}
