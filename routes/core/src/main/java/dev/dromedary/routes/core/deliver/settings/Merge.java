package dev.dromedary.routes.core.deliver.settings;

import dev.dromedary.crd.deliver.DeadLetterSpec;
import dev.dromedary.crd.deliver.DeliverySpec;
import dev.dromedary.routes.core.deliver.Mode;

/**
 * Lays what a trigger says over what the installation says. A field of the trigger takes the place of the other's, whole; what the
 * installation says is passed over where the source cannot do it, or where it contradicts the trigger.
 */
record Merge(DeliverySpec own, DeliverySpec standard, Honours honours) {

    private static final String AT_MOST_ONCE = Entries.written(Mode.AT_MOST_ONCE);
    private static final DeliverySpec NOTHING =
            new DeliverySpec(null, null, null, null, null, null, null, null, null, null, null, null);

    /** A block that says nothing. */
    static DeliverySpec nothing() {
        return NOTHING;
    }

    /** What is to be read. */
    DeliverySpec merged() {
        DeadLetterSpec deadLetter = deadLetter();
        return new DeliverySpec(
                or(own.mode(), standard.mode()),
                or(own.attempts(), isAtMostOnce() ? null : standard.attempts()),
                or(own.backoff(), standard.backoff()),
                or(own.timeout(), standard.timeout()),
                or(own.maxAge(), standard.maxAge()),
                or(own.success(), standard.success()),
                or(own.ordering(), canKeepTo(standard.ordering()) ? standard.ordering() : null),
                or(own.concurrency(), standard.concurrency()),
                or(own.batch(), honours.batches() ? standard.batch() : null),
                or(own.filter(), honours.filters() ? standard.filter() : null),
                deadLetter,
                or(own.onExhausted(), isAtMostOnce() || deadLetter != null ? null : standard.onExhausted()));
    }

    /** Whether an event is delivered once at most, all told. */
    boolean isAtMostOnce() {
        return AT_MOST_ONCE.equals(or(own.mode(), standard.mode()));
    }

    /** Whether the source can. */
    boolean canKeepTo(String ordering) {
        return honours.orderings().stream()
                .anyMatch(kept -> Entries.written(kept).equals(ordering));
    }

    private DeadLetterSpec deadLetter() {
        if (own.deadLetter() != null || isAtMostOnce() || own.onExhausted() != null) {
            return own.deadLetter();
        }
        return standard.deadLetter() != null && honours.letters().containsAll(LetterReader.kinds(standard.deadLetter()))
                ? standard.deadLetter()
                : null;
    }

    private static <T> T or(T own, T standard) {
        return own == null ? standard : own;
    }
}
