package dev.dromedary.routes.kafka.replay;

import java.util.Optional;

/**
 * How far a replay is.
 *
 * @param over whether all of it is done with
 * @param trouble why it does not go on for now; empty: it does
 */
record Progress(Tally tally, boolean over, Optional<String> trouble) {

    /** One that has not begun. */
    static final Progress NONE = new Progress(Tally.NONE, false, Optional.empty());

    /** Those of two functions of a trigger. */
    Progress and(Progress other) {
        return new Progress(tally.and(other.tally), over && other.over, trouble.or(other::trouble));
    }

    Progress with(String why) {
        return new Progress(tally, over, Optional.of(why));
    }
}
