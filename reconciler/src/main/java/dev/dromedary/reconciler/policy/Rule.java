package dev.dromedary.reconciler.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What one line of an allow-list says of a leaf. */
sealed interface Rule {

    /** Whether the leaf is read over: clients write it, and it says nothing. */
    default boolean isSilent() {
        return this instanceof Silent;
    }

    /** Whether the leaf is refused. */
    default boolean refuses() {
        return this instanceof Refused;
    }

    /** Whether false and 0, where they are allowed, are the same as nothing. */
    default boolean dropsZero() {
        return this instanceof Unset || this instanceof OneOf;
    }

    /** What the value should be instead; empty: it is fine. */
    default Optional<String> wanted(JsonNode value) {
        return Optional.empty();
    }

    /**
     * Reads the part of a line after the path; empty: any value.
     *
     * @throws IllegalStateException if it is of none of these forms: a slip must not allow more than was meant
     */
    static Rule parse(String values) {
        if (values.isEmpty()) {
            return new Any();
        }
        if (values.equals("?")) {
            return new Unset();
        }
        if (values.startsWith(">=")) {
            return new AtLeast(Long.parseLong(values.substring(2)));
        }
        if (values.startsWith("!")) {
            return new NotStarting(values.substring(1));
        }
        if (values.startsWith("=")) {
            return new OneOf(List.of(values.substring(1).split("\\|", -1)));
        }
        if (values.equals("inside")) {
            return new Inside();
        }
        throw new IllegalStateException("'" + values + "' is no rule: write =a|b, >=1, !prefix, inside or ?");
    }

    /** Read over. */
    record Silent() implements Rule {}

    /** Refused, though a wider line would allow it. */
    record Refused() implements Rule {}

    /** Any value. */
    record Any() implements Rule {}

    /**
     * Any value; false and 0 are what Kubernetes takes anyway. The API server leaves them out, so that an object with them would
     * seem to be another in every pass.
     */
    record Unset() implements Rule {}

    /** A number from {@code least} up, no larger than Kubernetes takes: what is larger may be 0 once somebody cuts it. */
    record AtLeast(long least) implements Rule {
        @Override
        public Optional<String> wanted(JsonNode value) {
            return value.canConvertToInt() && value.intValue() >= least
                    ? Optional.empty()
                    : Optional.of("must be from " + least + " to " + Integer.MAX_VALUE);
        }
    }

    /** A path that does not lead out of where it begins. */
    record Inside() implements Rule {
        @Override
        public Optional<String> wanted(JsonNode value) {
            return List.of(value.asText().split("/")).contains("..")
                    ? Optional.of("must not have '..' in it")
                    : Optional.empty();
        }
    }

    /** One of these. */
    record OneOf(List<String> values) implements Rule {
        @Override
        public Optional<String> wanted(JsonNode value) {
            return values.contains(value.asText())
                    ? Optional.empty()
                    : Optional.of("must be " + String.join(" or ", values));
        }
    }

    /** A text that does not begin so. */
    record NotStarting(String prefix) implements Rule {
        @Override
        public Optional<String> wanted(JsonNode value) {
            return value.asText().startsWith(prefix)
                    ? Optional.of("must not start with '" + prefix + "'")
                    : Optional.empty();
        }
    }
}
