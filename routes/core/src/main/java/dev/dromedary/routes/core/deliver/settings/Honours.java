package dev.dromedary.routes.core.deliver.settings;

import dev.dromedary.routes.core.deliver.Deliveries;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.deliver.Ordering;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a source can do of what {@link Delivery} can say.
 *
 * @param source what it is called in messages, such as {@code a KafkaTrigger}
 * @param orderings those it can keep to
 * @param usual the one where nobody says another
 * @param batches whether its events can go several with one call
 * @param filters whether its events differ in anything that a filter could go by
 * @param letters where it can keep events that the function does not take
 * @param own where it keeps them without being asked; empty: it does not
 */
public record Honours(
        String source,
        Set<Ordering> orderings,
        Ordering usual,
        boolean batches,
        boolean filters,
        Set<Letters> letters,
        Optional<LetterTarget> own) {

    /** A source that can do all of it, and orders by key. */
    public static Honours everything(String source) {
        return new Honours(
                source,
                EnumSet.allOf(Ordering.class),
                Ordering.KEY,
                true,
                true,
                EnumSet.allOf(Letters.class),
                Optional.empty());
    }

    /** The same, whose events can be kept in these and no others. */
    public Honours keptIn(Set<Letters> kinds) {
        return new Honours(source, orderings, usual, batches, filters, kinds, own);
    }

    /** The same, which keeps events by itself there. */
    public Honours keeping(LetterTarget target) {
        return new Honours(source, orderings, usual, batches, filters, letters, Optional.of(target));
    }

    /** The kinds of {@link LetterTarget}, by the names that users know. */
    public enum Letters {
        KAFKA,
        NATS,
        HTTP,
        FUNCTION;

        /** Those that a router keeps letters in. */
        public static Set<Letters> of(Deliveries deliveries) {
            return deliveries.keeps().stream().map(Letters::of).collect(Collectors.toSet());
        }

        private static Letters of(Class<? extends LetterTarget> target) {
            return valueOf(target.getSimpleName().toUpperCase(Locale.ROOT));
        }
    }
}
