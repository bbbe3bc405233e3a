package dev.dromedary.routes.cron;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is claimed of a trigger's ticks.
 *
 * @param basis what tells a change of the schedule: ticks of another one are not missed
 * @param last the newest tick that is dealt with, or from when on there are any
 * @param active those that were claimed and are not over, the oldest first
 */
record Claim(String basis, Instant last, List<Instant> active) {

    /** The same with more ticks under way, dealt with up to there. */
    Claim with(List<Instant> begun, Instant upTo) {
        return new Claim(
                basis, upTo, Stream.concat(active.stream(), begun.stream()).toList());
    }

    /** The same without a tick that is over. */
    Claim without(Instant tick) {
        return new Claim(
                basis, last, active.stream().filter(time -> !time.equals(tick)).toList());
    }

    /** In one line, for {@link #parse}. */
    String text() {
        return Stream.concat(Stream.of(basis, last.toString()), active.stream().map(Instant::toString))
                .collect(Collectors.joining(" "));
    }

    /** Reads {@link #text}; empty for what is none. */
    static Optional<Claim> parse(String text) {
        List<String> words = List.of(text.split(" "));
        if (words.size() < 2) {
            return Optional.empty();
        }
        try {
            List<Instant> active = new ArrayList<>();
            words.subList(2, words.size()).forEach(word -> active.add(Instant.parse(word)));
            return Optional.of(new Claim(words.get(0), Instant.parse(words.get(1)), List.copyOf(active)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
