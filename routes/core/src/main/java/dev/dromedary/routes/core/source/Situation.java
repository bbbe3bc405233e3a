package dev.dromedary.routes.core.source;

/** How a consumer is, in this copy of the router. All but {@link Reading}, {@link Waiting} and {@link Stopped} is tried again by itself. */
public sealed interface Situation {

    /** It is on its way to its source. */
    record Starting() implements Situation {}

    /**
     * It reads.
     *
     * @param parts of the source that are this copy's, such as partitions or shards; 0 where others have all of them
     * @param behind what is there in these and not settled, when it was last looked at: records or seconds, as the kind counts
     */
    record Reading(int parts, long behind) implements Situation {

        /** A source of one part, whose kind counts elsewhere. */
        public Reading() {
            this(1, 0);
        }
    }

    /** All is read, and it does without the source until there is more. */
    record Waiting() implements Situation {}

    /** There is no such source (yet). */
    record Missing(String message) implements Situation {}

    /** The source does not answer. */
    record Unreachable(String message) implements Situation {}

    /** The source does not let us in; or we do not let ourselves out to it. */
    record Refused(String message) implements Situation {}

    /** What is needed to reach the source is not at hand, such as a Secret. */
    record Unfit(String message) implements Situation {}

    /** More comes than the function takes and the router holds: some is given up. */
    record Overrun(String message) implements Situation {}

    /** It has begun anew, for something that should not happen. */
    record Troubled(String message) implements Situation {}

    /** It was told to stop, and has. */
    record Stopped() implements Situation {}

    /**
     * Whether a status that says how it was must be looked at. Figures that move are no reason, nor that a client has ever other words for
     * what goes wrong.
     */
    default boolean isNews(Situation before) {
        return switch (this) {
            case Reading any -> !(before instanceof Reading);
            case Unreachable any -> !(before instanceof Unreachable);
            case Troubled any -> !(before instanceof Troubled);
            default -> !equals(before);
        };
    }
}
