package dev.dromedary.routes.core.deliver.pattern;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;

/** A comparison with a number. */
record Comparison(Operator operator, BigDecimal bound) {

    boolean holds(BigDecimal number) {
        int order = number.compareTo(bound);
        return switch (operator) {
            case EQUAL -> order == 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    /** How it compares. */
    enum Operator {
        EQUAL("="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** The one that is written so; empty: none is. */
        static Optional<Operator> of(String sign) {
            return Stream.of(values())
                    .filter(operator -> operator.sign.equals(sign))
                    .findFirst();
        }
    }
}
