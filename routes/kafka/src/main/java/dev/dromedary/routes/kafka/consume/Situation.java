package dev.dromedary.routes.kafka.consume;

/** How a consumer is, in this copy of the router. All but {@link Reading}, {@link Waiting} and {@link Stopped} is tried again by itself. */
public sealed interface Situation {

    /** It is on its way to the brokers. */
    record Starting() implements Situation {}

    /**
     * It reads.
     *
     * @param partitions that are this copy's; 0 where others have all of them
     * @param lag records of these that are there and not settled, when it was last looked at
     */
    record Reading(int partitions, long lag) implements Situation {}

    /** All is read. Its consumer is parked, and runs again when there is more. */
    record Waiting() implements Situation {}

    /** There is no such topic (yet). */
    record TopicMissing(String message) implements Situation {}

    /** No broker answers. */
    record Unreachable(String message) implements Situation {}

    /** The brokers do not let us in, or not to this topic or group; or we do not let ourselves out to them. */
    record Refused(String message) implements Situation {}

    /** What is needed to reach the brokers is not at hand, such as a Secret. */
    record Unfit(String message) implements Situation {}

    /** It has begun anew, for something that should not happen. */
    record Troubled(String message) implements Situation {}

    /** It was told to stop, and has. */
    record Stopped() implements Situation {}
}
