package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.routes.kinesis.stream.Trouble;

/** How a consumer is, in this copy of the router. All but {@link Reading} and {@link Stopped} is tried again by itself. */
public sealed interface Situation {

    /** It is on its way to the stream. */
    record Starting() implements Situation {}

    /**
     * It reads.
     *
     * @param shards that are this copy's; 0 where others have all of them
     * @param behind seconds for which what is not settled has been there, in the shard where that is longest
     */
    record Reading(int shards, long behind) implements Situation {}

    /** There is no such stream, or shard (yet). */
    record Missing(String message) implements Situation {}

    /** The service does not answer. */
    record Unreachable(String message) implements Situation {}

    /** The service does not let us in; or we do not let ourselves out to it. */
    record Refused(String message) implements Situation {}

    /** What is needed to reach the service is not at hand, such as a Secret. */
    record Unfit(String message) implements Situation {}

    /** Something went wrong that should not. */
    record Troubled(String message) implements Situation {}

    /** It was told to stop, and has. */
    record Stopped() implements Situation {}

    /** What trouble with the service comes to. */
    static Situation of(Trouble trouble) {
        return switch (trouble) {
            case Trouble.Missing missing -> new Missing(missing.message());
            case Trouble.Refused refused -> new Refused(refused.message());
            case Trouble.Unreachable unreachable -> new Unreachable(unreachable.message());
            case Trouble.Unfit unfit -> new Unfit(unfit.message());
            case Trouble.Throttled throttled -> new Troubled(throttled.message());
            case Trouble.Other other -> new Troubled(other.message());
        };
    }
}
