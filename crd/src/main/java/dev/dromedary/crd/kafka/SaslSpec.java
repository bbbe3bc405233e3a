package dev.dromedary.crd.kafka;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * How the router shows the brokers who it is.
 *
 * @param mechanism {@code PLAIN} (or empty), {@code SCRAM-SHA-256}, {@code SCRAM-SHA-512} or {@code OAUTHBEARER}
 * @param secret a Secret in the trigger's namespace with {@code username} and {@code password}; for {@code OAUTHBEARER} with
 *     {@code client-id} and {@code client-secret}, or with a {@code token}
 * @param tokenUrl for {@code OAUTHBEARER}: where tokens are to be had for those (OAuth 2.0, client credentials)
 * @param scope for {@code OAUTHBEARER}: what of; empty: what the server gives
 */
@PreserveUnknownFields
public record SaslSpec(
        @Nullable
                @Size(max = 32)
                @ValidationRule(
                        value = "self in ['', 'PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER']",
                        message = "mechanism must be PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER")
                @JsonPropertyDescription("PLAIN (the default), SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER")
                String mechanism,
        @Required
                @Size(min = 1, max = 253)
                @JsonPropertyDescription(
                        "A Secret with username and password; OAUTHBEARER: client-id and client-secret, or token")
                String secret,
        @Nullable @Size(max = 2048) @JsonPropertyDescription("OAUTHBEARER: where tokens are to be had") String tokenUrl,
        @Nullable @Size(max = 256) @JsonPropertyDescription("OAUTHBEARER: the scope to ask for") String scope) {}
