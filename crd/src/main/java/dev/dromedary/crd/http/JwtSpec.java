package dev.dromedary.crd.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/**
 * A JSON Web Token (RFC 7519, 8725) in {@code Authorization: Bearer}.
 *
 * @param issuer what {@code iss} must be, exactly
 * @param audiences {@code aud} must be one of them
 * @param jwksUri where the issuer's keys are; empty: where {@code <issuer>/.well-known/openid-configuration} says
 * @param jwksSecret a Secret in the trigger's namespace with the keys under {@code jwks.json}, instead of {@code jwksUri}
 * @param claimsToHeaders which claims the function gets to see: request header to claim
 */
@PreserveUnknownFields
public record JwtSpec(
        @Required @Size(min = 1, max = 2048) @JsonPropertyDescription("What iss must be, exactly") String issuer,
        @Required @JsonPropertyDescription("aud must be one of them") List<String> audiences,
        @Nullable
                @Size(max = 2048)
                @JsonPropertyDescription("Where the keys are; empty: as <issuer>/.well-known/openid-configuration says")
                String jwksUri,
        @Nullable @Size(max = 253) @JsonPropertyDescription("A Secret with the keys under jwks.json instead")
                String jwksSecret,
        @Nullable @JsonPropertyDescription("Request header to claim: what the function gets to see")
                Map<String, String> claimsToHeaders) {}
