package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the router knows of a trigger of any kind.
 *
 * @param observedGeneration the {@code metadata.generation} this status speaks of
 * @param address where the trigger listens, for a person to read, such as {@code http://shop.example.com/cart};
 *     {@code null} where the kind has none
 * @param lastScheduleTime cron: the newest tick that was claimed, RFC 3339; {@code null} elsewhere and before the first
 * @param conditions {@code Ready} first, then what it rests on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TriggerStatus(
        Long observedGeneration, String address, String lastScheduleTime, List<Condition> conditions) {}
