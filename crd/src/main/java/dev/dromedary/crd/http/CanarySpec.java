package dev.dromedary.crd.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Another function that gets a part of the requests: instead of {@code spec.function-name} (under {@code canary}), or beside it, its
 * answers dropped (under {@code shadow}).
 *
 * @param functionName in the trigger's namespace
 * @param percent of all requests
 */
@PreserveUnknownFields
public record CanarySpec(
        @Required
                @Size(min = 1, max = 63)
                @JsonProperty("function-name")
                @JsonPropertyDescription("A Function in the same namespace")
                String functionName,
        @Required @Min(0) @Max(100) @JsonPropertyDescription("Of all requests") Integer percent) {}
