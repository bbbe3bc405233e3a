package dev.dromedary.routes.core.deliver.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What one value may be: an item of a list in a pattern. */
sealed interface Value {

    /**
     * Whether it is.
     *
     * @param node a text, a number, true, false, null or an object; missing: there is none
     */
    boolean is(JsonNode node);

    /** This text. */
    record Text(String text) implements Value {
        @Override
        public boolean is(JsonNode node) {
            return node.isTextual() && node.textValue().equals(text);
        }
    }

    /** This number, however it is written. */
    record Amount(BigDecimal number) implements Value {
        @Override
        public boolean is(JsonNode node) {
            return node.isNumber() && node.decimalValue().compareTo(number) == 0;
        }
    }

    /** True, false or null. */
    record Constant(Optional<Boolean> truth) implements Value {
        @Override
        public boolean is(JsonNode node) {
            return truth.map(wanted -> node.isBoolean() && node.booleanValue() == wanted)
                    .orElseGet(node::isNull);
        }
    }

    /** A text of which a part is this one. */
    record Part(String text, Place place, boolean ignoreCase) implements Value {
        @Override
        public boolean is(JsonNode node) {
            if (!node.isTextual()) {
                return false;
            }
            String whole = node.textValue();
            int from = place == Place.END ? whole.length() - text.length() : 0;
            return from >= 0
                    && (place != Place.WHOLE || whole.length() == text.length())
                    && whole.regionMatches(ignoreCase, from, text, 0, text.length());
        }
    }

    /** Where a text has the part that counts. */
    enum Place {
        START,
        END,
        WHOLE
    }

    /** A text, a number, true, false or null that is none of these. */
    record AnythingBut(List<Value> others) implements Value {
        @Override
        public boolean is(JsonNode node) {
            return node.isValueNode() && others.stream().noneMatch(other -> other.is(node));
        }
    }

    /** A number for which all of these hold. */
    record Numeric(List<Comparison> comparisons) implements Value {
        @Override
        public boolean is(JsonNode node) {
            return node.isNumber()
                    && comparisons.stream().allMatch(comparison -> comparison.holds(node.decimalValue()));
        }
    }

    /** Anything, or nothing. */
    record Exists(boolean there) implements Value {
        @Override
        public boolean is(JsonNode node) {
            return node.isMissingNode() != there;
        }
    }
}
