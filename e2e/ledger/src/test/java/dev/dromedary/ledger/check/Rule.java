package dev.dromedary.ledger.check;

import java.util.stream.Stream;

/** What must hold. */
public enum Rule {
    /** What was acknowledged to the producer is taken by the function, or a dead letter. */
    NOTHING_LOST,
    /** What was delivered or became a dead letter had been acknowledged. */
    NOTHING_INVENTED,
    /** An event that was taken is no dead letter. */
    EITHER_TAKEN_OR_LETTER,
    /** At rest all is committed. */
    ALL_COMMITTED,
    /** No commit is past an event that is neither taken nor a dead letter by then. */
    NO_COMMIT_PAST_OPEN,
    /** What a commit is past does not come again. */
    COMMITTED_STAYS_DONE,
    /** Of each key an event comes first when the one before it is done with. */
    ORDER_BY_KEY,
    /** Bytes arrive as they were sent. */
    BYTES_KEPT,
    /** Headers say what is so. */
    HEADERS_TRUE,
    /** A dead letter says what the function did. */
    LETTERS_TRUE,
    /** Not more than a part of the events is taken more than once. */
    FEW_DUPLICATES,
    /** Kills hit while events were under way: else they prove nothing. */
    KILLS_HIT,
    /** What routers received is all accounted for. */
    COUNTERS_BALANCE;

    /** Each time that it was broken, for a person to read; empty: it was not. */
    Stream<String> broken(Facts facts, Bounds bounds) {
        return switch (this) {
            case NOTHING_LOST -> Whole.lost(facts);
            case NOTHING_INVENTED -> Whole.invented(facts);
            case EITHER_TAKEN_OR_LETTER -> Whole.both(facts);
            case ALL_COMMITTED -> Commits.uncommitted(facts);
            case NO_COMMIT_PAST_OPEN -> Commits.pastOpen(facts);
            case COMMITTED_STAYS_DONE -> Commits.again(facts);
            case ORDER_BY_KEY -> Order.disorder(facts);
            case BYTES_KEPT -> Whole.corrupt(facts);
            case HEADERS_TRUE -> Whole.mistold(facts);
            case LETTERS_TRUE -> Reasons.untrue(facts);
            case FEW_DUPLICATES -> Duplicates.tooMany(facts, bounds);
            case KILLS_HIT -> Kills.missed(facts, bounds);
            case COUNTERS_BALANCE ->
                facts.history().counters().stream()
                        .filter(counters -> !counters.isBalanced())
                        .map(Counters::toString);
        };
    }
}
