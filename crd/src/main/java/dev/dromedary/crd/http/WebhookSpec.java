package dev.dromedary.crd.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Signed webhooks. Any value of the Secret may have signed, so that a new one can stand beside the old for a while.
 *
 * @param provider {@code GitHub}, {@code Stripe}, {@code Slack}, or {@code HMAC} for any other
 * @param secret a Secret in the trigger's namespace: its values are signing secrets
 * @param tolerance how old a signed time may be, in seconds, and for how long one request is not taken twice; empty: 300
 * @param hmac how {@code HMAC} signs; of others empty
 */
@PreserveUnknownFields
public record WebhookSpec(
        @Required @Size(min = 1, max = 16) @JsonPropertyDescription("GitHub, Stripe, Slack or HMAC") String provider,
        @Required @Size(min = 1, max = 253) @JsonPropertyDescription("A Secret: each value is a signing secret")
                String secret,
        @Nullable @Min(1) @Max(86_400) @JsonPropertyDescription("Seconds that a signed time may be old; empty: 300")
                Integer tolerance,
        @Nullable @JsonPropertyDescription("How HMAC signs") HmacSpec hmac) {}
