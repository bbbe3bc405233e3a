package dev.dromedary.routes.kafka.replay;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a replay is in a partition: it goes with each commit of the replay's group, so that whoever goes on knows where it ends.
 *
 * @param id of the replay
 * @param end before which offset it ends: where the topic did when it began
 */
record Mark(String id, long end, Tally tally) {

    private static final Pattern FORM =
            Pattern.compile("replay:([0-9]{1,19}):([0-9]{1,19}):([0-9]{1,19}):([0-9]{1,19}):([0-9]{1,19}):(.{1,63})");

    /** As it is written beside an offset. */
    String text() {
        return "replay:" + end + ":" + tally.asked() + ":" + tally.done() + ":" + tally.failed() + ":" + tally.others()
                + ":" + id;
    }

    /** What a commit says; empty: it is none of a replay. */
    static Optional<Mark> of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        Tally tally = new Tally(number(form, 2), number(form, 3), number(form, 4), number(form, 5));
        return Optional.of(new Mark(form.group(6), number(form, 1), tally));
    }

    private static long number(Matcher form, int group) {
        return Long.parseLong(form.group(group));
    }
}
