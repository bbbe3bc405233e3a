package dev.dromedary.crd.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Nullable;

/**
 * How callers prove who they are: one of these, or {@code basic-auth-secret}, or nothing.
 *
 * @param jwt by a signed token
 * @param apiKeys by a key of their own
 * @param webhook by a signature over the request
 */
@PreserveUnknownFields
public record AuthSpec(
        @Nullable @JsonPropertyDescription("By a signed token in the Authorization header") JwtSpec jwt,
        @Nullable @JsonPropertyDescription("By a key of their own") ApiKeysSpec apiKeys,
        @Nullable @JsonPropertyDescription("By a signature over the request, as webhooks have it")
                WebhookSpec webhook) {}
