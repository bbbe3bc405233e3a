package dev.dromedary.reconciler.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;

/** Requests and limits that come from two hands: what the template adds gives way to what the function wrote. */
final class Amounts {

    private Amounts() {}

    /**
     * A request of the template above the function's limit, or a limit of the template below the function's request,
     * becomes equal to it: a pod with both would be refused.
     *
     * @param merged {@code resources} after the merge; it is altered
     * @param function {@code resources} as the function has it
     */
    static ObjectNode agreed(ObjectNode merged, JsonNode function) {
        merged.path("requests").fieldNames().forEachRemaining(name -> {
            JsonNode request = merged.path("requests").path(name);
            JsonNode limit = merged.path("limits").path(name);
            boolean tooMuch = amount(request)
                    .flatMap(wanted -> amount(limit).map(most -> wanted.compareTo(most) > 0))
                    .orElse(false);
            boolean ownRequest = !function.path("requests").path(name).isMissingNode();
            boolean ownLimit = !function.path("limits").path(name).isMissingNode();
            if (tooMuch && ownRequest != ownLimit) {
                ((ObjectNode) merged.path(ownRequest ? "limits" : "requests")).set(name, ownRequest ? request : limit);
            }
        });
        return merged;
    }

    private static Optional<BigDecimal> amount(JsonNode quantity) {
        try {
            return Optional.of(quantity.asText(""))
                    .filter(text -> !text.isEmpty())
                    .map(text -> Quantity.getAmountInBytes(Quantity.parse(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
