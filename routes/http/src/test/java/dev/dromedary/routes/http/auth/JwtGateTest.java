package dev.dromedary.routes.http.auth;

import static dev.dromedary.routes.http.auth.GateBench.headers;
import static dev.dromedary.routes.http.auth.GateBench.said;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that are in order, and what the function gets to see of them; the keys are in a Secret. */
class JwtGateTest {

    private static final AuthPlan PLAN = new AuthPlan.Jwt(
            Mint.ISSUER,
            List.of("other", Mint.AUDIENCE),
            new AuthPlan.Keys.InSecret("keys"),
            Map.of("X-Mail", "email", "X-Roles", "roles", "X-Org", "org", "X-Until", "exp", "X-Level", "level"));

    private final GateBench bench = new GateBench();
    private Gate gate;

    @BeforeEach
    void open() {
        bench.secret("keys", "jwks.json", Mint.set(Mint.all().toArray(new JWK[0])));
        gate = bench.open(PLAN);
    }

    @AfterEach
    void close() {
        gate.close();
        bench.close();
    }

    static Stream<Arguments> algorithms() {
        return Stream.of(
                Arguments.of("RS256", Mint.RSA),
                Arguments.of("RS384", Mint.RSA),
                Arguments.of("RS512", Mint.RSA),
                Arguments.of("PS256", Mint.RSA),
                Arguments.of("PS384", Mint.RSA),
                Arguments.of("PS512", Mint.RSA),
                Arguments.of("ES256", Mint.EC256),
                Arguments.of("ES384", Mint.EC384),
                Arguments.of("ES512", Mint.EC521),
                Arguments.of("EdDSA", Mint.ED),
                Arguments.of("Ed25519", Mint.ED));
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void whoHasATokenIsLetInByItsSubject(String algorithm, JWK key) {
        assertThat(said(gate, bearer(Mint.token(algorithm, key, Mint.claims()))))
                .isEqualTo("ann");
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void oneWithAnotherSignatureIsNot(String algorithm, JWK key) {
        String one = Mint.token(algorithm, key, Mint.claims());
        String other = Mint.token(algorithm, key, Mint.claims("sub", "root"));
        String mixed = other.substring(0, other.lastIndexOf('.')) + one.substring(one.lastIndexOf('.'));
        assertRefused(mixed, "The signature is not right");
    }

    @Test
    void aKnownTokenIsAnsweredAtOnceUntilItExpires() {
        String token = Mint.token("ES256", Mint.EC256, Mint.claims());
        CountDownLatch free = bench.busy();
        assertThat(gate.check(bearer(token), GateBench.body(""), GateBench.NOW)).isInstanceOf(Outcome.Later.class);
        free.countDown();
        assertThat(said(gate, bearer(token))).isEqualTo("ann");
        assertThat(gate.check(bearer(token), GateBench.body(""), GateBench.NOW)).isInstanceOf(Verdict.Allowed.class);
        assertThat(said(GateBench.verdict(gate, bearer(token), "", GateBench.NOW.plusSeconds(661))))
                .isEqualTo("401");
    }

    @Test
    void keysThatAreTakenAwayCountNoLonger() {
        String token = Mint.token("ES256", Mint.EC256, Mint.claims());
        assertThat(said(gate, bearer(token))).isEqualTo("ann");
        bench.secret("keys", "jwks.json", Mint.set(Mint.RSA));
        assertRefused(token, "Its key is not known");
        bench.secret("keys", "jwks.json", "{}");
        assertThat(said(gate, bearer(token))).isEqualTo("503");
        assertThat(gate.trouble()).hasValueSatisfying(text -> assertThat(text).contains("jwks.json", "holds no key"));
        bench.secret("keys", "jwks", "{}");
        assertThat(said(gate, bearer(token))).isEqualTo("503");
        assertThat(gate.trouble()).hasValueSatisfying(text -> assertThat(text).contains("no entry jwks.json"));
    }

    @Test
    void theFunctionSeesTheClaimsThatTheTriggerNames() {
        Map<String, Object> claims = Mint.claims(
                "email",
                "ann@example.com",
                "roles",
                List.of("a", "b,c"),
                "org",
                Map.of("id", 7),
                "level",
                3,
                "sub",
                "Zoë");
        Verdict verdict = GateBench.verdict(gate, bearer(Mint.token("RS256", Mint.RSA, claims)));
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Allowed.class, allowed -> assertThat(allowed.headers())
                .isEqualTo(Map.of(
                        "X-Auth-User",
                        "Zo%C3%AB",
                        "X-Mail",
                        "ann@example.com",
                        "X-Roles",
                        "[\"a\",\"b,c\"]",
                        "X-Org",
                        "{\"id\":7}",
                        "X-Level",
                        "3",
                        "X-Until",
                        Long.toString(GateBench.NOW.getEpochSecond() + 600))));
    }

    @Test
    void aTokenOfNobodyNamesNobody() {
        Verdict verdict = GateBench.verdict(
                gate, bearer(Mint.token("RS256", Mint.RSA, Mint.claims("sub", null, "exp", later()))));
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Allowed.class, allowed -> {
            assertThat(allowed.caller()).isEmpty();
            assertThat(allowed.headers()).containsOnlyKeys("X-Until");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "exp,   -59, ann",
        "exp,   -61, It has expired",
        "nbf,    59, ann",
        "nbf,    61, Its time has not come yet",
        "iat,  3600, ann"
    })
    void clocksMayBeAMinuteApart(String claim, long seconds, String said) {
        String token = Mint.token("RS256", Mint.RSA, Mint.claims(claim, GateBench.NOW.getEpochSecond() + seconds));
        if (said.equals("ann")) {
            assertThat(said(gate, bearer(token))).isEqualTo("ann");
        } else {
            assertRefused(token, said);
        }
    }

    static Stream<Arguments> claims() {
        return Stream.of(
                Arguments.of(Mint.claims("exp", null), "It never expires"),
                Arguments.of(Mint.claims("exp", "soon"), "It is no signed JSON Web Token"),
                Arguments.of(Mint.claims("iss", null), "It is from another issuer"),
                Arguments.of(Mint.claims("iss", Mint.ISSUER + "/"), "It is from another issuer"),
                Arguments.of(Mint.claims("iss", Mint.ISSUER.toUpperCase(Locale.ROOT)), "It is from another issuer"),
                Arguments.of(Mint.claims("aud", null), "It is for another audience"),
                Arguments.of(Mint.claims("aud", List.of("a", "b")), "It is for another audience"),
                Arguments.of(Mint.claims("aud", "sho"), "It is for another audience"));
    }

    @ParameterizedTest
    @MethodSource("claims")
    void whatIsForOthersOrForEverIsRefused(Map<String, Object> claims, String why) {
        assertRefused(Mint.token("RS256", Mint.RSA, claims), why);
    }

    @Test
    void oneOfSeveralAudiencesIsEnough() {
        String token = Mint.token("RS256", Mint.RSA, Mint.claims("aud", List.of("a", Mint.AUDIENCE)));
        assertThat(said(gate, bearer(token))).isEqualTo("ann");
    }

    @Test
    void whoShowsNoTokenIsAskedForOne() {
        for (String value : List.of("", "Bearer", "Basic YTpi")) {
            assertThat(GateBench.verdict(gate, headers("Authorization", value)))
                    .isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
                        assertThat(refused.status()).isEqualTo(401);
                        assertThat(refused.headers()).containsEntry("WWW-Authenticate", "Bearer");
                    });
        }
        String token = Mint.token("RS256", Mint.RSA, Mint.claims());
        assertThat(said(gate, headers("Authorization", "bearer  " + token))).isEqualTo("ann");
        assertThat(said(gate, headers("Authorization", "Bearer " + token, "Authorization", "Bearer " + token)))
                .isEqualTo("401");
    }

    private void assertRefused(String token, String why) {
        assertThat(GateBench.verdict(gate, bearer(token))).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.headers())
                    .isEqualTo(new HashMap<>(Map.of(
                            "WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"" + why + "\"")));
        });
    }

    private static long later() {
        return Instant.parse("2026-03-01T13:00:00Z").getEpochSecond();
    }

    private static HttpHeaders bearer(String token) {
        return headers("Authorization", "Bearer " + token);
    }
}
