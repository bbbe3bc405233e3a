package dev.dromedary.reconciler.desired;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;

/** Quantities of an autoscaler's aims. */
final class AutoscalingQuantity {

    private AutoscalingQuantity() {}

    /** The amount; empty for what is no quantity, such as {@code 80%}. */
    static Optional<BigDecimal> of(Quantity quantity) {
        try {
            return Optional.ofNullable(quantity).map(Quantity::getNumericalAmount);
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
