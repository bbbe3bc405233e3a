package dev.dromedary.runtimes.contract;

/** A program that was started in a {@link Room}. */
interface Started extends AutoCloseable {

    /** {@code host:port} of its server. */
    String address();

    /** All that it wrote so far. */
    String log();

    boolean isRunning();

    /** The status that it ended with. */
    long exitStatus();

    /** Whether one of its processes wants the processor just now. */
    boolean computes();

    /** How many processes it consists of, with all that they started. */
    int processes();

    /** SIGTERM, as Kubernetes sends it. */
    void terminate();

    /** Ends it, and all that it started. */
    @Override
    void close();
}
