package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the router knows of a trigger of any kind.
 *
 * @param observedGeneration the {@code metadata.generation} this status speaks of
 * @param address where the trigger listens, for a person to read, such as {@code http://shop.example.com/cart};
 *     {@code null} where the kind has none
 * @param lastScheduleTime cron: the newest tick that was claimed, RFC 3339; {@code null} elsewhere and before the first
 * @param lastSuccessfulTime cron: when a tick last succeeded, RFC 3339
 * @param active cron: the ticks that were claimed and are not over, RFC 3339, the oldest first
 * @param history cron: what came of the newest ticks, the newest first
 * @param delivery how its events fare; {@code null} where the kind has none
 * @param replay how far the replay is that it asks for; {@code null}: it asks for none
 * @param conditions {@code Ready} first, then what it rests on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TriggerStatus(
        Long observedGeneration,
        String address,
        String lastScheduleTime,
        String lastSuccessfulTime,
        List<String> active,
        List<TickRecord> history,
        DeliveryStatus delivery,
        ReplayStatus replay,
        List<Condition> conditions) {

    /** What every kind says of itself. */
    public static TriggerStatus of(Long observedGeneration, String address, List<Condition> conditions) {
        return new TriggerStatus(observedGeneration, address, null, null, null, null, null, null, conditions);
    }

    /**
     * The same, of a trigger whose events fare so.
     *
     * @param events {@code null}: it has none
     * @param again how its replay is; {@code null}: it asks for none
     */
    public TriggerStatus with(DeliveryStatus events, ReplayStatus again) {
        return new TriggerStatus(
                observedGeneration,
                address,
                lastScheduleTime,
                lastSuccessfulTime,
                active,
                history,
                events,
                again,
                conditions);
    }
}
