package dev.dromedary.routes.http.auth;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Checks tokens (RFC 7519) as RFC 8725 wants it. Pure. */
final class TokenCheck {

    /** How far clocks may be apart. */
    static final Duration LEEWAY = Duration.ofSeconds(60);

    /** What is signed for something else than calling is no token for a call (RFC 8725, 3.11); empty: not said. */
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt", "application/jwt");

    private final AuthPlan.Jwt plan;

    TokenCheck(AuthPlan.Jwt plan) {
        this.plan = plan;
    }

    /** What came of checking one. */
    sealed interface Result {

        /**
         * It is good.
         *
         * @param until and no longer
         */
        record Good(JWTClaimsSet claims, Instant until) implements Result {}

        /**
         * It is not.
         *
         * @param why says nothing of what is in it
         */
        record Bad(String why) implements Result {}

        /** It is signed with a key that is not among these. */
        record UnknownKey() implements Result {}
    }

    Result check(String token, KeySet keys, Instant now) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            Optional<String> wrong = wrong(jwt.getHeader());
            if (wrong.isPresent()) {
                return new Result.Bad(wrong.get());
            }
            List<JWK> candidates = keys.candidates(jwt.getHeader());
            if (candidates.stream().noneMatch(key -> Signature.isBy(key, jwt))) {
                return candidates.isEmpty() || jwt.getHeader().getKeyID() == null
                        ? new Result.UnknownKey()
                        : new Result.Bad("The signature is not right");
            }
            return claims(jwt.getJWTClaimsSet(), now);
        } catch (ParseException e) {
            return new Result.Bad("It is no signed JSON Web Token");
        }
    }

    private static Optional<String> wrong(JWSHeader header) {
        if (!KeySet.ALGORITHMS.containsKey(KeySet.plain(header.getAlgorithm().getName()))) {
            return Optional.of("The algorithm is none of those that are taken");
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            return Optional.of("It has critical headers, and none is known here");
        }
        JOSEObjectType type = header.getType();
        return type == null || TYPES.contains(type.getType().toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of("It is of a type that is not for calls");
    }

    private Result claims(JWTClaimsSet claims, Instant now) {
        if (!plan.issuer().equals(claims.getIssuer())) {
            return new Result.Bad("It is from another issuer");
        }
        if (plan.audiences().stream().noneMatch(claims.getAudience()::contains)) {
            return new Result.Bad("It is for another audience");
        }
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            return new Result.Bad("It never expires");
        }
        Instant until = expires.toInstant().plus(LEEWAY);
        if (!now.isBefore(until)) {
            return new Result.Bad("It has expired");
        }
        Date from = claims.getNotBeforeTime();
        if (from != null && from.toInstant().minus(LEEWAY).isAfter(now)) {
            return new Result.Bad("Its time has not come yet");
        }
        return new Result.Good(claims, until);
    }
}
