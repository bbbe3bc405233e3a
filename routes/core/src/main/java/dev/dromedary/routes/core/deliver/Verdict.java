package dev.dromedary.routes.core.deliver;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What came of a call. */
sealed interface Verdict {

    /**
     * The function is done with the events.
     *
     * @param but ids of those of a batch that it is not done with
     */
    record Taken(Set<String> but) implements Verdict {
        static final Taken WHOLE = new Taken(Set.of());
    }

    /** The function is not done with them: another attempt may help. */
    record Failed(String why) implements Verdict {}

    /** The function will not have them, however often. */
    record Refused(String why) implements Verdict {}

    /**
     * The function has not begun with them: there was no way to it, or it has too much to do.
     *
     * @param rest how long, as it asks for; empty: it does not say
     */
    record PutOff(Optional<Duration> rest, String why) implements Verdict {}
}
