package dev.dromedary.crd.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Keys of callers.
 *
 * @param secret a Secret in the trigger's namespace: the caller's name to its key
 * @param header which request header a key comes in; empty: {@code X-API-Key}
 */
@PreserveUnknownFields
public record ApiKeysSpec(
        @Required @Size(min = 1, max = 253) @JsonPropertyDescription("A Secret: the caller's name to its key")
                String secret,
        @Nullable @Size(max = 128) @JsonPropertyDescription("The request header with the key; empty: X-API-Key")
                String header) {}
