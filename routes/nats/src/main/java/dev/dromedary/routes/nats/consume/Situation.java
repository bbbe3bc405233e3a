package dev.dromedary.routes.nats.consume;

/** How a consumer is, in this copy of the router. All but {@link Reading} and {@link Stopped} passes by itself, or is tried again. */
public sealed interface Situation {

    /** It is on its way to the servers. */
    record Starting() implements Situation {}

    /** It reads. */
    record Reading() implements Situation {}

    /** There is no such stream (yet). */
    record StreamMissing(String message) implements Situation {}

    /** No server answers. */
    record Unreachable(String message) implements Situation {}

    /** The servers do not let us in, or not to this subject or stream; or we do not let ourselves out to them. */
    record Refused(String message) implements Situation {}

    /** More messages come than the function takes and the router holds: some are given up. */
    record Overrun(String message) implements Situation {}

    /** It has begun anew, for something that should not happen. */
    record Troubled(String message) implements Situation {}

    /** It was told to stop, and has. */
    record Stopped() implements Situation {}
}
