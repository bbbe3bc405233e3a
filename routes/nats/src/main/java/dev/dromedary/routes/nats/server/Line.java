package dev.dromedary.routes.nats.server;

/** How a connection is. All but {@link Open} is tried again by itself. */
public sealed interface Line {

    /** It is on its way. */
    record Opening() implements Line {}

    /** It is there. */
    record Open() implements Line {}

    /** What is needed is not at hand, such as a Secret. */
    record Unfit(String message) implements Line {}

    /** No server answers. */
    record Unreachable(String message) implements Line {}

    /** The servers do not let us in, or we do not let ourselves out to them. */
    record Refused(String message) implements Line {}
}
