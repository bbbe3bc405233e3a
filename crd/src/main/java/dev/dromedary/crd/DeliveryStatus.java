package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How the events of a trigger fare, in all copies of the router together; some tens of seconds old.
 *
 * @param lag events that are there and not settled, where the source can say so; {@code null}: it cannot
 * @param lagSeconds how long the oldest of them has been there, where the source can say so; {@code null}: it cannot
 * @param held events that are tried on and on, for nobody takes or keeps them
 * @param lastEvent when the last event came, RFC 3339; {@code null}: none yet, or the status says it by another field
 * @param lastError when an event was last not taken, RFC 3339; {@code null}: never
 * @param lastErrorEvent the id of that event; {@code null}: none
 * @param lastErrorMessage why it was not taken; {@code null}: none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DeliveryStatus(
        Long lag,
        Long lagSeconds,
        Long held,
        String lastEvent,
        String lastError,
        String lastErrorEvent,
        String lastErrorMessage) {}
