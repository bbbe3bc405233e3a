package dev.dromedary.crd.deliver;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import dev.dromedary.crd.GoDuration;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * How a trigger's events are delivered. What is not said is as the installation has it, or else as stands here.
 *
 * @param mode {@code AtLeastOnce} (the default) or {@code AtMostOnce}, Kubeless' way
 * @param attempts calls with an event before it counts as not taken; 5
 * @param backoff how long to wait between them
 * @param timeout until the function begins to answer; the function's own time-out and a little more
 * @param maxAge an older event counts as not taken; none is too old
 * @param success statuses that say that the function is done with an event, such as {@code 2xx} and {@code 404}; {@code 2xx}
 * @param ordering {@code None}, {@code Key} or {@code Source}: which events go strictly one after another
 * @param concurrency calls under way at a time, in each copy of the router; 64
 * @param batch how many events go with one call; each goes by itself
 * @param filter which events the function gets, a {@link FilterSpec}; all
 * @param deadLetter where events go that the function does not take
 * @param onExhausted {@code Hold} (the default) or {@code Drop}: what becomes of them without a dead letter
 */
@PreserveUnknownFields
@ValidationRule(
        value = "!has(self.mode) || self.mode != 'AtMostOnce' || !(has(self.deadLetter) || has(self.onExhausted)"
                + " || (has(self.attempts) && self.attempts > 1))",
        message = "under mode AtMostOnce nothing is tried again or kept: remove attempts, deadLetter and onExhausted,"
                + " or say AtLeastOnce")
@ValidationRule(
        value = "!has(self.deadLetter) || !has(self.onExhausted)",
        message = "onExhausted is for events that no dead letter keeps: remove it, or deadLetter")
public record DeliverySpec(
        @Nullable
                @Size(max = 16)
                @ValidationRule(
                        value = "self in ['AtLeastOnce', 'AtMostOnce']",
                        message = "mode must be AtLeastOnce or AtMostOnce")
                @JsonPropertyDescription("AtLeastOnce (the default), or AtMostOnce: one call, whatever comes of it")
                String mode,
        @Nullable
                @Min(1)
                @Max(10_000)
                @JsonPropertyDescription("Calls with an event before it counts as not taken; empty: 5")
                Integer attempts,
        @Nullable @JsonPropertyDescription("How long to wait between them") BackoffSpec backoff,
        @Nullable
                @Size(max = 16)
                @ValidationRule(value = GoDuration.RULE, message = "timeout must be a duration: " + GoDuration.FORM)
                @JsonPropertyDescription(
                        "Until the function begins to answer; empty: its own time-out and a little more")
                String timeout,
        @Nullable
                @Size(max = 16)
                @ValidationRule(value = GoDuration.RULE, message = "maxAge must be a duration: " + GoDuration.FORM)
                @JsonPropertyDescription("An older event counts as not taken; empty: none is too old")
                String maxAge,
        @Nullable
                @Size(min = 1, max = 16)
                @ValidationRule(
                        value = "self.all(s, s.matches('^[1-5]([0-9][0-9]|xx)$'))",
                        message = "success must be a list of classes and statuses, such as 2xx and \"404\"")
                @JsonPropertyDescription("Statuses that say that an event is done with, such as 2xx; empty: 2xx")
                List<@Size(max = 3) String> success,
        @Nullable
                @Size(max = 16)
                @ValidationRule(
                        value = "self in ['None', 'Key', 'Source']",
                        message = "ordering must be None, Key or Source")
                @JsonPropertyDescription(
                        "Which events go one after another: None, those of a Key, all of a Source (partition, shard)")
                String ordering,
        @Nullable
                @Min(1)
                @Max(1_000)
                @JsonPropertyDescription("Calls under way at a time, in each copy of the router; empty: 64")
                Integer concurrency,
        @Nullable @JsonPropertyDescription("How many events go with one call; empty: each by itself") BatchSpec batch,
        @Nullable
                @SchemaFrom(type = FilterSpec.class)
                @JsonPropertyDescription("Which events the function gets; empty: all")
                JsonNode filter,
        @Nullable @JsonPropertyDescription("Where events go that the function does not take") DeadLetterSpec deadLetter,
        @Nullable
                @Size(max = 16)
                @ValidationRule(value = "self in ['Hold', 'Drop']", message = "onExhausted must be Hold or Drop")
                @JsonPropertyDescription("What becomes of them without deadLetter: Hold (the default) or Drop")
                String onExhausted) {}
