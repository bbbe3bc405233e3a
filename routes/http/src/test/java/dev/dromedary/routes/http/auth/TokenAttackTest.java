package dev.dromedary.routes.http.auth;

import static dev.dromedary.routes.http.auth.GateBench.headers;
import static dev.dromedary.routes.http.auth.GateBench.said;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.dromedary.routes.core.secrets.Material;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 8725 warns of. */
class TokenAttackTest {

    private static final RSAKey ATTACKER = Mint.rsa("rsa", 2048);
    private static final AuthPlan PLAN =
            new AuthPlan.Jwt(Mint.ISSUER, List.of(Mint.AUDIENCE), new AuthPlan.Keys.InSecret("keys"), Map.of());

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

    /** What an attacker may think the server takes for the secret: the public key, in each form it is published in. */
    static Stream<byte[]> publicKeys() throws JOSEException {
        byte[] der = Mint.RSA.toPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
        return Stream.of(
                der,
                pem.getBytes(StandardCharsets.US_ASCII),
                pem.strip().getBytes(StandardCharsets.US_ASCII),
                Mint.RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.US_ASCII),
                Mint.RSA.getModulus().decode());
    }

    @ParameterizedTest
    @MethodSource("publicKeys")
    void aPublicKeyIsNoSecret(byte[] secret) {
        String input = Mint.input(Mint.header("HS256", "rsa"), Mint.claims());
        byte[] mac = Digests.hmac(Algorithm.SHA256, secret).doFinal(input.getBytes(StandardCharsets.US_ASCII));
        assertRefused(input + "." + Base64URL.encode(mac));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", "HS384", "HS512", "RS1", "ES256K", "dir", "", "A128KW"})
    void anAlgorithmThatProvesNothingIsRefused(String algorithm) {
        String input = Mint.input(Mint.header(algorithm, "rsa"), Mint.claims());
        assertRefused(input + ".");
        assertRefused(input);
        assertRefused(input + ".AAAA");
    }

    @Test
    void theKeyOfAnotherAlgorithmIsRefused() {
        assertRefused(Mint.token(Mint.header("RS256", "ec256"), Mint.RSA, Mint.claims()));
        assertRefused(Mint.token(Mint.header("ES256", "ec384"), Mint.EC256, Mint.claims()));
        assertRefused(Mint.token(Mint.header("EdDSA", "rsa"), Mint.ED, Mint.claims()));
    }

    @Test
    void aKeyInTheTokenOrAWayToOneIsNotLookedAt() {
        RSAKey attacker = new RSAKey.Builder(ATTACKER).keyID("attacker").build();
        Map<String, Object> jwk = Mint.header("RS256", "attacker");
        jwk.put("jwk", attacker.toPublicJWK().toJSONObject());
        assertRefused(Mint.token(jwk, attacker, Mint.claims()));
        for (String way : List.of("jku", "x5u")) {
            Map<String, Object> header = Mint.header("RS256", "attacker");
            header.put(way, "https://attacker.example/keys");
            assertRefused(Mint.token(header, attacker, Mint.claims()));
            header.remove("kid");
            assertRefused(Mint.token(header, attacker, Mint.claims()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "' OR 1=1 --", "rsa\u0000", "RSA", "/dev/null", "", "rsa "})
    void aKeyIdIsComparedAndNothingElse(String id) {
        assertRefused(Mint.token(Mint.header("RS256", id), Mint.RSA, Mint.claims()));
    }

    @Test
    void anotherKeyUnderAKnownIdIsRefused() {
        assertRefused(Mint.token("RS256", ATTACKER, Mint.claims()));
    }

    @Test
    void withoutAnIdEachKeyIsTriedThatFits() {
        Map<String, Object> header = Mint.header("RS256", "");
        header.remove("kid");
        assertThat(said(gate, headers("Authorization", "Bearer " + Mint.token(header, Mint.RSA, Mint.claims()))))
                .isEqualTo("ann");
        assertRefused(Mint.token(header, ATTACKER, Mint.claims()));
    }

    @Test
    void criticalHeadersAreNotPassedOver() {
        Map<String, Object> header = Mint.header("RS256", "rsa");
        header.put("crit", List.of("exp"));
        header.put("exp", 1);
        assertRefused(Mint.token(header, Mint.RSA, Mint.claims()));
        Map<String, Object> raw = Mint.header("RS256", "rsa");
        raw.put("crit", List.of("b64"));
        raw.put("b64", false);
        assertRefused(Mint.token(raw, Mint.RSA, Mint.claims()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"logout+jwt", "secevent+jwt", "dpop+jwt", "JWE"})
    void aTokenThatIsNotForCallsIsRefused(String type) {
        Map<String, Object> header = Mint.header("RS256", "rsa");
        header.put("typ", type);
        assertRefused(Mint.token(header, Mint.RSA, Mint.claims()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt", "application/at+JWT"})
    void oneThatIsForCallsIsTaken(String type) {
        Map<String, Object> header = Mint.header("RS256", "rsa");
        header.put("typ", type);
        assertThat(said(gate, headers("Authorization", "Bearer " + Mint.token(header, Mint.RSA, Mint.claims()))))
                .isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "a.b.c", "..", "a.b.c.d.e", "e30.e30.", "bm8.e30.AA", "é.é.é"})
    void whatIsNoTokenIsNone(String token) {
        assertRefused(token);
    }

    @Test
    void anEndlessTokenIsNotLookedAt() {
        assertThat(gate.check(
                        headers("Authorization", "Bearer " + "a".repeat(17_000)), GateBench.body(""), GateBench.NOW))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void keysThatAreNotForThisAreLeftOut() {
        List<JWK> others = List.of(
                Mint.rsa("weak", 1024),
                new RSAKey.Builder(Mint.RSA)
                        .keyID("enc")
                        .keyUse(KeyUse.ENCRYPTION)
                        .build(),
                new OctetSequenceKey.Builder(new byte[32]).keyID("oct").build(),
                Mint.RSA);
        String strange =
                "{\"kty\": \"new\"}, {\"kty\": \"RSA\"}, {\"kty\": \"EC\", \"crv\": \"X\", \"x\": \"a\", \"y\": \"b\"}";
        String known = others.stream().map(JWK::toJSONString).collect(Collectors.joining(", "));
        byte[] set = ("{\"keys\": [" + strange + ", " + known + "]}").getBytes(StandardCharsets.UTF_8);
        assertThat(KeySet.of("It", set))
                .isEqualTo(new Material.Ready<>(new KeySet(List.of(Mint.RSA.toPublicJWK())), List.of()));
    }

    @Test
    void aKeyForOneAlgorithmIsForNoOther() {
        RSAKey key = new RSAKey.Builder(Mint.RSA)
                .keyID("ps")
                .algorithm(JWSAlgorithm.PS256)
                .build();
        bench.secret("keys", "jwks.json", Mint.set(key));
        assertRefused(Mint.token("RS256", key, Mint.claims()));
        assertThat(said(gate, headers("Authorization", "Bearer " + Mint.token("PS256", key, Mint.claims()))))
                .isEqualTo("ann");
    }

    /** RFC 8037, A.4. */
    @Test
    void theExampleOfRfc8037IsRight() throws ParseException {
        OctetKeyPair key = OctetKeyPair.parse(
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
        String good = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
                + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        assertThat(Signature.isBy(key, JWSObject.parse(good))).isTrue();
        assertThat(Signature.isBy(key, JWSObject.parse(good.replace(".RX", ".RY"))))
                .isFalse();
    }

    private void assertRefused(String token) {
        assertThat(said(gate, headers("Authorization", "Bearer " + token)))
                .as(token)
                .isEqualTo("401");
    }
}
