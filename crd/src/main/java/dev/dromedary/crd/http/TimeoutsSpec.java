package dev.dromedary.crd.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Size;

/**
 * How long something may take, as durations such as {@code 30s} or {@code 1m30s}.
 *
 * @param response until the function begins to answer; empty: the function's own time-out and a little more
 * @param idle while no byte goes either way; empty: 5m
 * @param ready until a pod is ready, where none is; empty: 30s
 */
@PreserveUnknownFields
public record TimeoutsSpec(
        @Nullable @Size(max = 16) @JsonPropertyDescription("Until the function begins to answer") String response,
        @Nullable @Size(max = 16) @JsonPropertyDescription("While no byte goes either way; empty: 5m") String idle,
        @Nullable @Size(max = 16) @JsonPropertyDescription("Until a pod is ready, where none is; empty: 30s")
                String ready) {}
