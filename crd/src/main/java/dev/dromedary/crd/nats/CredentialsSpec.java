package dev.dromedary.crd.nats;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * How the router shows the servers who it is.
 *
 * @param secret a Secret in the trigger's namespace with {@code username} and {@code password}, or {@code token}, or
 *     {@code nkey} (a user's seed), or {@code creds} (the content of a credentials file)
 */
@PreserveUnknownFields
public record CredentialsSpec(
        @Required
                @Size(min = 1, max = 253)
                @JsonPropertyDescription("A Secret with username and password, or token, or nkey, or creds")
                String secret) {}
