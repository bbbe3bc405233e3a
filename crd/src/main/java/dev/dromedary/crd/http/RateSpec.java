package dev.dromedary.crd.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * A rate, as a token bucket.
 *
 * @param requests how many
 * @param period in what time, such as {@code 1s} or {@code 1m}; empty: 1s
 * @param burst how many at once; empty: as {@code requests}
 * @param per {@code Trigger} (or empty): all callers together; {@code Client}: each address by itself, of IPv6
 *     each /64
 */
@PreserveUnknownFields
public record RateSpec(
        @Required @Min(1) @Max(1_000_000) @JsonPropertyDescription("How many") Integer requests,
        @Nullable @Size(max = 16) @JsonPropertyDescription("In what time, such as 1s or 1m; empty: 1s") String period,
        @Nullable @Min(1) @Max(1_000_000) @JsonPropertyDescription("How many at once; empty: as requests")
                Integer burst,
        @Nullable
                @Size(max = 16)
                @JsonPropertyDescription("Trigger (the default), or Client: each address by itself, of IPv6 each /64")
                String per) {}
