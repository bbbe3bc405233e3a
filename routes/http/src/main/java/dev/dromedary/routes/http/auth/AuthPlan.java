package dev.dromedary.routes.http.auth;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How callers of a trigger prove who they are: a part of its plan, compared by {@code equals}. Secrets are in its namespace. */
public sealed interface AuthPlan {

    /** Request headers, besides {@link CallerHeaders#USER}, that the function gets from us alone. */
    default Set<String> identityHeaders() {
        return Set.of();
    }

    /** Anybody may call. */
    record Open() implements AuthPlan {}

    /**
     * By user name and password (RFC 7617).
     *
     * @param secret has an htpasswd file under the key {@code auth}
     */
    record Basic(String secret) implements AuthPlan {}

    /**
     * By a key.
     *
     * @param secret each entry is a caller's name and key
     * @param header which request header the key comes in
     */
    record ApiKeys(String secret, String header) implements AuthPlan {}

    /**
     * By a signed token (RFC 7519).
     *
     * @param issuer what {@code iss} must be
     * @param audiences {@code aud} must be one of them
     * @param keys where the issuer's keys are
     * @param claimsToHeaders request header to claim
     */
    record Jwt(String issuer, List<String> audiences, Keys keys, Map<String, String> claimsToHeaders)
            implements AuthPlan {

        @Override
        public Set<String> identityHeaders() {
            return claimsToHeaders.keySet();
        }
    }

    /**
     * By a signature over the request.
     *
     * @param signing how it is signed
     * @param secret each of its values is a signing secret
     * @param tolerance how far a signed time may be from ours, and for how long one request is not taken twice
     */
    record Webhook(Signing signing, String secret, Duration tolerance) implements AuthPlan {}

    /** Where the keys of tokens are. */
    sealed interface Keys {

        /** There, as a JWK Set. */
        record At(URI uri) implements Keys {}

        /** Where {@code <issuer>/.well-known/openid-configuration} says. */
        record Discovered(String issuer) implements Keys {}

        /** Under {@code jwks.json} in a Secret. */
        record InSecret(String secret) implements Keys {}
    }
}
