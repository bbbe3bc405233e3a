package dev.dromedary.crd;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as Go and Kubernetes write them: {@code 1h30m}, {@code 2.5s}, {@code 100ms}. */
public final class GoDuration {

    /** What a duration looks like, for the message that says that a text is none. */
    public static final String FORM = "hours, minutes, seconds, such as 1h30m, 30s or 500ms";

    /** The rule in a schema (CEL). */
    public static final String RULE = "self.matches('^([0-9]{1,9}([.][0-9]{1,9})?(ms|h|m|s))+$')";

    private static final Pattern WHOLE = Pattern.compile("(?:[0-9]{1,9}(?:\\.[0-9]{1,9})?(?:ms|h|m|s))+");
    private static final Pattern PART = Pattern.compile("([0-9.]+)(ms|h|m|s)");
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);

    private GoDuration() {}

    /** The duration, to the millisecond; empty if the text is none. */
    public static Optional<Duration> parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal millis = PART.matcher(text)
                .results()
                .map(part -> new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(MILLIS.get(part.group(2)))))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return Optional.of(Duration.ofMillis(millis.longValue()));
    }
}
