package dev.dromedary.routes.kafka.consume;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Optional;

/**
 * What goes with a commit, as its metadata: {@code dromedary:<partitions>} and, if there is any, {@code ;<ahead>}.
 *
 * @param partitions that the topic had when its group began
 * @param ahead what is settled beyond the commit, as {@link Ahead#after} writes it; empty: nothing
 */
record Mark(int partitions, String ahead) {

    private static final String PREFIX = "dromedary:";
    private static final Pattern FORM = Pattern.compile(PREFIX + "([0-9]{1,9})(?:;([A-Za-z0-9_-]*))?");

    /** Reads it; empty: somebody else committed. */
    static Optional<Mark> of(String metadata) {
        Matcher found = FORM.matcher(metadata);
        return found.matches()
                ? Optional.of(new Mark(
                        Integer.parseInt(found.group(1)),
                        Optional.ofNullable(found.group(2)).orElse("")))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return PREFIX + partitions + (ahead.isEmpty() ? "" : ";" + ahead);
    }
}
