package dev.dromedary.routes.cron;

import dev.dromedary.crd.GoDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code @every 5m}: at fixed distances from an anchor, so that all copies of the router mean the same moments.
 *
 * @param distance at least a second
 * @param anchor the moment that is counted from
 */
record Every(Duration distance, Instant anchor) implements Schedule {

    private static final Pattern LINE = Pattern.compile("@every\\s+(\\S+)");

    static Every parse(String line, Instant anchor) {
        Matcher matcher = LINE.matcher(line);
        Duration distance = Optional.of(matcher)
                .filter(Matcher::matches)
                .flatMap(found -> GoDuration.parse(found.group(1)))
                .orElseThrow(() -> new IllegalArgumentException("'" + line
                        + "' has no duration: write @every and hours, minutes, seconds, such as @every 1h30m"));
        if (distance.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("'" + line + "' is less than a second: write at least @every 1s");
        }
        return new Every(distance, anchor);
    }

    @Override
    public Optional<Instant> after(Instant moment) {
        long elapsed = Duration.between(anchor, moment).toMillis();
        long passed = Math.floorDiv(elapsed, distance.toMillis());
        return Optional.of(anchor.plusMillis((passed + 1) * distance.toMillis()));
    }

    @Override
    public String words() {
        return "@every " + distance + " - - -";
    }
}
