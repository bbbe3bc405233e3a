package dev.dromedary.routes.cron;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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

    private static final Pattern LINE = Pattern.compile("@every\\s+((?:[0-9]{1,9}(?:\\.[0-9]{1,9})?(?:ms|h|m|s))+)");
    private static final Pattern PART = Pattern.compile("([0-9.]+)(ms|h|m|s)");
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);

    static Every parse(String line, Instant anchor) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + line + "' has no duration: write @every and hours, minutes, seconds, such as @every 1h30m");
        }
        BigDecimal millis = PART.matcher(matcher.group(1))
                .results()
                .map(part -> new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(MILLIS.get(part.group(2)))))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        Duration distance = Duration.ofMillis(millis.longValue());
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
