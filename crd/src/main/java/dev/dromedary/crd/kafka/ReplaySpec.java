package dev.dromedary.crd.kafka;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * The trigger's dead letters are handed to their functions once more.
 *
 * @param id any; another one asks for another replay, which goes on where the last one ended
 * @param from the topic that has the letters; empty: the trigger's own for dead letters
 * @param rate so many letters a second; empty: 10
 */
@PreserveUnknownFields
public record ReplaySpec(
        @Required
                @Size(min = 1, max = 63)
                @ValidationRule(
                        value = "self.matches('^[a-zA-Z0-9._-]+$')",
                        message = "replay.id must be letters, digits, . _ -, such as 2026-01-31")
                @JsonPropertyDescription("Another one asks for another replay, which goes on where the last one ended")
                String id,
        @Nullable
                @Size(min = 1, max = 249)
                @ValidationRule(
                        value = "self.matches('^[a-zA-Z0-9._-]+$') && self != '.' && self != '..'",
                        message = "replay.from must be the name of a Kafka topic: letters, digits, . _ -")
                @JsonPropertyDescription("The topic with the letters; empty: the trigger's own for dead letters")
                String from,
        @Nullable @Min(1) @Max(100_000) @JsonPropertyDescription("Letters a second; empty: 10") Integer rate) {}
