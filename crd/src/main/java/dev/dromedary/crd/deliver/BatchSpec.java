package dev.dromedary.crd.deliver;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.dromedary.crd.GoDuration;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * How many events go to the function with one call.
 *
 * @param size at most so many; 1: each by itself
 * @param bytes at most so many of bodies, such as {@code 512Ki}; empty: 1Mi
 * @param window how long the first waits for others; empty: not at all
 */
@PreserveUnknownFields
public record BatchSpec(
        @Required @Min(1) @Max(10_000) @JsonPropertyDescription("At most so many; 1: each by itself") Integer size,
        @Nullable
                @Size(max = 16)
                @ValidationRule(
                        value = "self.matches('^[0-9]{1,8}(k|M|Ki|Mi)?$')",
                        message = "bytes must be a size such as 512Ki")
                @JsonPropertyDescription("At most so many of bodies, such as 512Ki; empty: 1Mi")
                String bytes,
        @Nullable
                @Size(max = 16)
                @ValidationRule(value = GoDuration.RULE, message = "window must be a duration: " + GoDuration.FORM)
                @JsonPropertyDescription("How long the first waits for others; empty: not at all")
                String window) {}
