package dev.dromedary.crd.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Size;

/**
 * What is too much. Each copy of the router counts for itself.
 *
 * @param rate requests in a time; more are answered 429
 * @param concurrency requests at a time; more are answered 503; empty: as many as the router takes
 * @param body the longest request body, such as {@code 10Mi}; longer ones are answered 413; empty: any length
 */
@PreserveUnknownFields
public record LimitsSpec(
        @Nullable @JsonPropertyDescription("Requests in a time; more are answered 429") RateSpec rate,
        @Nullable @Min(1) @Max(1_000_000) @JsonPropertyDescription("Requests at a time; more are answered 503")
                Integer concurrency,
        @Nullable @Size(max = 16) @JsonPropertyDescription("The longest body, such as 10Mi; longer: 413")
                String body) {}
