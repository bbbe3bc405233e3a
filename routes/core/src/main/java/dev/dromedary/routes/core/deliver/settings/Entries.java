package dev.dromedary.routes.core.deliver.settings;

import dev.dromedary.crd.GoDuration;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Spelling;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads single entries of a {@code delivery} block. What is wrong is noted, with the field and the remedy, and reads as empty.
 *
 * @param path where the block stands
 * @param problems where problems are noted
 */
record Entries(String path, List<Problem> problems) {

    private static final Pattern SIZE = Pattern.compile("[0-9]{1,8}(k|M|Ki|Mi)?");
    private static final long LARGEST = 64L << 20;

    /** A duration longer than nothing. */
    Optional<Duration> duration(String text, String field, Duration longest) {
        Optional<Duration> duration = window(text, field, longest);
        if (duration.isPresent() && duration.get().isZero()) {
            wrong(field, "must be longer than 0");
            return Optional.empty();
        }
        return duration;
    }

    /** A duration, which may be 0. */
    Optional<Duration> window(String text, String field, Duration longest) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<Duration> duration = GoDuration.parse(text);
        if (duration.isEmpty()) {
            wrong(field, "must be a duration: " + GoDuration.FORM);
        } else if (duration.get().compareTo(longest) > 0) {
            wrong(
                    field,
                    "must not be longer than "
                            + (longest.toHours() == 0 ? longest.toMinutes() + "m" : longest.toHours() + "h"));
            return Optional.empty();
        }
        return duration;
    }

    /** A number from one to another. */
    <N extends Number> Optional<N> number(N number, String field, int least, int most) {
        if (number != null && (number.doubleValue() < least || number.doubleValue() > most)) {
            wrong(field, "must be " + least + " to " + most);
            return Optional.empty();
        }
        return Optional.ofNullable(number);
    }

    /** A size in bytes. */
    Optional<Long> bytes(String text, String field) {
        if (text == null) {
            return Optional.empty();
        }
        if (!SIZE.matcher(text).matches()) {
            wrong(field, "must be a size such as 512Ki");
            return Optional.empty();
        }
        BigDecimal bytes = Quantity.getAmountInBytes(new Quantity(text));
        if (bytes.signum() == 0 || bytes.longValue() > LARGEST) {
            wrong(field, "must be 1 to 64Mi");
            return Optional.empty();
        }
        return Optional.of(bytes.longValue());
    }

    /** One of an enum's values, which users write in capitals at the start of words alone. */
    <E extends Enum<E>> Optional<E> choice(String text, String field, E[] values) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<E> found = Arrays.stream(values)
                .filter(value -> written(value).equals(text))
                .findFirst();
        if (found.isEmpty()) {
            List<String> known = Arrays.stream(values).map(Entries::written).toList();
            wrong(
                    field,
                    Spelling.nearest(text, known)
                            .map(near -> "is not known: write '" + near + "'")
                            .orElse("must be " + String.join(" or ", known)));
        }
        return found;
    }

    /** How users write a value. */
    static String written(Enum<?> value) {
        StringBuilder written = new StringBuilder();
        for (String word : value.name().split("_", -1)) {
            written.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return written.toString();
    }

    /** Notes a problem. */
    void wrong(String field, String remedy) {
        problems.add(Problem.invalid(path + "." + field, remedy));
    }
}
