package dev.dromedary.crd.deliver;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.dromedary.crd.GoDuration;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * How long to wait before an event is tried again.
 *
 * @param initial before the second attempt; empty: 1s, or {@code max} if that is shorter
 * @param max the longest; empty: 1m, or {@code initial} if that is longer
 * @param multiplier what each wait is longer by than the one before; empty: 2
 * @param jitter which part of each wait is left to chance; empty: 0.5
 */
@PreserveUnknownFields
@ValidationRule(
        value = "!has(self.initial) || !has(self.max) || duration(self.initial) <= duration(self.max)",
        message = "backoff.initial must not be longer than backoff.max")
public record BackoffSpec(
        @Nullable
                @Size(max = 16)
                @ValidationRule(value = GoDuration.RULE, message = "initial must be a duration: " + GoDuration.FORM)
                @JsonPropertyDescription("Before the second attempt; empty: 1s")
                String initial,
        @Nullable
                @Size(max = 16)
                @ValidationRule(value = GoDuration.RULE, message = "max must be a duration: " + GoDuration.FORM)
                @JsonPropertyDescription("The longest; empty: 1m")
                String max,
        @Nullable @Min(1) @Max(10) @JsonPropertyDescription("What each wait is longer by than the one before; empty: 2")
                Double multiplier,
        @Nullable
                @Min(0)
                @Max(1)
                @JsonPropertyDescription("Which part of each wait is left to chance, from 0 to 1; empty: 0.5")
                Double jitter) {}
