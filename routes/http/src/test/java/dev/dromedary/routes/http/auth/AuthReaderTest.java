package dev.dromedary.routes.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.HTTPTriggerSpec;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.routes.core.Egress;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthReaderTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final String JWT = "jwt: {issuer: 'https://id.example', audiences: [shop]";

    private final AuthReader reader = new AuthReader(Egress.outside(List.of("127.0.0.9")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "basic-auth-secret: ''", "auth: null"})
    void whoSaysNothingLetsInEverybody(String spec) {
        assertThat(plan(spec)).isEqualTo(new AuthPlan.Open());
    }

    @Test
    void eachWayIsRead() {
        assertThat(plan("basic-auth-secret: passwords")).isEqualTo(new AuthPlan.Basic("passwords"));
        assertThat(plan("auth: {apiKeys: {secret: keys}}")).isEqualTo(new AuthPlan.ApiKeys("keys", "X-API-Key"));
        assertThat(plan("auth: {apiKeys: {secret: keys, header: Authorization}}"))
                .isEqualTo(new AuthPlan.ApiKeys("keys", "Authorization"));
        assertThat(plan("auth: {webhook: {provider: Slack, secret: s, tolerance: 10}}"))
                .isEqualTo(new AuthPlan.Webhook(new Signing.Slack(), "s", Duration.ofSeconds(10)));
        assertThat(plan("auth: {webhook: {provider: HMAC, secret: s}}"))
                .isEqualTo(new AuthPlan.Webhook(
                        new Signing.Hmac("X-Signature", Algorithm.SHA256, Encoding.HEX, "", ""),
                        "s",
                        Duration.ofMinutes(5)));
        assertThat(plan("auth: {webhook: {provider: HMAC, secret: s, hmac: {header: X-Sig, algorithm: sha512,"
                        + " encoding: base64, prefix: 'sha512=', timestampHeader: X-Time}}}"))
                .isEqualTo(new AuthPlan.Webhook(
                        new Signing.Hmac("X-Sig", Algorithm.SHA512, Encoding.BASE64, "sha512=", "X-Time"),
                        "s",
                        Duration.ofMinutes(5)));
    }

    @Test
    void keysAreDiscoveredOrFetchedOrInASecret() {
        List<String> shop = List.of("shop");
        assertThat(plan("auth: {" + JWT + "}}"))
                .isEqualTo(new AuthPlan.Jwt(
                        "https://id.example", shop, new AuthPlan.Keys.Discovered("https://id.example"), Map.of()));
        assertThat(plan("auth: {" + JWT
                        + ", jwksUri: 'https://id.example/keys?x=1', claimsToHeaders: {X-Mail: email}}}"))
                .isEqualTo(new AuthPlan.Jwt(
                        "https://id.example",
                        shop,
                        new AuthPlan.Keys.At(URI.create("https://id.example/keys?x=1")),
                        Map.of("X-Mail", "email")));
        assertThat(plan("auth: {jwt: {issuer: 'http://inside', audiences: [shop], jwksSecret: keys}}"))
                .as("nothing is fetched there")
                .isEqualTo(new AuthPlan.Jwt("http://inside", shop, new AuthPlan.Keys.InSecret("keys"), Map.of()));
        assertThat(plan("auth: {" + JWT + ", jwksUri: 'https://127.0.0.9/keys'}}"))
                .as("what the administrator allows")
                .isInstanceOf(AuthPlan.Jwt.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "basic-auth-secret: Passwords                                   | spec.basic-auth-secret          | lower-case",
                "basic-auth-secret: ../other                                    | spec.basic-auth-secret          | lower-case",
                "basic-auth-secret: a, auth: {apiKeys: {secret: b}}             | spec.auth                       | basic-auth-secret, spec.auth.apiKeys keep one",
                "auth: {apiKeys: {secret: a}, webhook: {provider: Slack, secret: b}} | spec.auth                  | keep one",
                "auth: {}                                                       | spec.auth                       | write jwt, apiKeys or webhook",
                "auth: {jwtt: {issuer: a}}                                      | spec.auth                       | write jwt",
                "auth: {apiKeys: {}}                                            | spec.auth.apiKeys.secret        | must name a Secret",
                "auth: {apiKeys: {secret: a, header: 'X Key'}}                  | spec.auth.apiKeys.header        | no header's name",
                "auth: {apiKeys: {secret: a, header: Host}}                     | spec.auth.apiKeys.header        | only the router may set",
                "auth: {apiKeys: {secret: a, header: Event_Id}}                 | spec.auth.apiKeys.header        | only the router may set",
                "auth: {webhook: {secret: a}}                                   | spec.auth.webhook.provider      | must be set",
                "auth: {webhook: {provider: github, secret: a}}                 | spec.auth.webhook.provider      | GitHub, Stripe, Slack or HMAC",
                "auth: {webhook: {provider: Slack, secret: a, hmac: {}}}        | spec.auth.webhook.hmac          | remove it",
                "auth: {webhook: {provider: Slack, secret: a, tolerance: 0}}    | spec.auth.webhook.tolerance     | from 1 to 86400",
                "auth: {webhook: {provider: HMAC, secret: a, hmac: {algorithm: md5}}}  | spec.auth.webhook.hmac.algorithm | sha256, sha1 or sha512",
                "auth: {webhook: {provider: HMAC, secret: a, hmac: {encoding: b64}}}   | spec.auth.webhook.hmac.encoding  | hex or base64",
                "auth: {webhook: {provider: HMAC, secret: a, hmac: {prefix: 'a b'}}}   | spec.auth.webhook.hmac.prefix    | visible ASCII",
                "auth: {webhook: {provider: HMAC, secret: a, hmac: {header: connection}}} | spec.auth.webhook.hmac.header | only the router may set",
                "auth: {webhook: {provider: HMAC, secret: a, hmac: {timestampHeader: 'a:b'}}} | spec.auth.webhook.hmac.timestampHeader | no header's name"
            })
    void whatCannotBeIsRefusedByName(String spec, String field, String remedy) {
        assertRefused(spec, field, remedy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{issuer: 'https://id.example'}                              | audiences       | must name",
                "{audiences: [shop], jwksSecret: a}                          | issuer          | must be set",
                "{issuer: 'https://id.example', audiences: ['']}             | audiences       | must name",
                "{issuer: 'http://id.example', audiences: [a]}               | issuer          | https:// alone",
                "{issuer: shop, audiences: [a]}                              | issuer          | https:// alone",
                "{issuer: 'https://id.example?a=b', audiences: [a]}          | issuer          | has a query",
                "{issuer: 'https://id.example#a', audiences: [a]}            | issuer          | fragment",
                "{issuer: 'https://me@id.example', audiences: [a]}           | issuer          | user",
                "{issuer: 'https:///x', audiences: [a]}                      | issuer          | must have a host",
                "{issuer: 'https://127.1/', audiences: [a]}                  | issuer          | must have a host",
                "{issuer: 'https://localhost', audiences: [a]}               | issuer          | may not connect",
                "{issuer: 'https://a.LOCALHOST:8443', audiences: [a]}        | issuer          | may not connect",
                "{issuer: 'https://[::1]/', audiences: [a]}                  | issuer          | may not connect",
                "{issuer: 'https://[::ffff:169.254.169.254]/', audiences: [a]} | issuer        | may not connect",
                "{issuer: 'http://id.example', audiences: [a], jwksUri: 'https://k.example'} | issuer | https://",
                "{issuer: i, audiences: [a], jwksUri: 'http://k.example'}    | jwksUri         | https:// alone",
                "{issuer: i, audiences: [a], jwksUri: 'https://k example'}   | jwksUri         | no URL",
                "{issuer: i, audiences: [a], jwksUri: 'https://169.254.169.254/'} | jwksUri    | may not connect",
                "{issuer: i, audiences: [a], jwksUri: 'https://k.example', jwksSecret: s} | jwksSecret | remove one",
                "{issuer: i, audiences: [a], jwksSecret: A}                  | jwksSecret      | lower-case",
                "{issuer: i, audiences: [a], jwksSecret: s, claimsToHeaders: {Host: a}}        | claimsToHeaders | only the router",
                "{issuer: i, audiences: [a], jwksSecret: s, claimsToHeaders: {x_forwarded_for: a}} | claimsToHeaders | only the router",
                "{issuer: i, audiences: [a], jwksSecret: s, claimsToHeaders: {ce-id: a}}       | claimsToHeaders | only the router",
                "{issuer: i, audiences: [a], jwksSecret: s, claimsToHeaders: {X-Auth-User: a}} | claimsToHeaders | only the router",
                "{issuer: i, audiences: [a], jwksSecret: s, claimsToHeaders: {'a b': a}}       | claimsToHeaders | no header's name",
                "{issuer: i, audiences: [a], jwksSecret: s, claimsToHeaders: {X-A: ''}}        | claimsToHeaders.X-A | must name a claim",
                "{issuer: i, audiences: [a], jwksSecret: s, claimsToHeaders: {X-A: a, x_a: b}} | claimsToHeaders | keep one"
            })
    void soIsWhatATokenCannotBeCheckedBy(String jwt, String field, String remedy) {
        assertRefused("auth: {jwt: " + jwt + "}", "spec.auth.jwt." + field, remedy);
    }

    @Test
    void everyMistakeIsNamedAtOnce() {
        assertThat(read("auth: {webhook: {provider: x, secret: Y, tolerance: -1}}")
                        .problems())
                .extracting(Problem::field)
                .containsExactly(
                        "spec.auth.webhook.provider", "spec.auth.webhook.secret", "spec.auth.webhook.tolerance");
    }

    private void assertRefused(String spec, String field, String remedy) {
        Reading<AuthPlan> reading = read(spec);
        assertThat(reading.value()).isEmpty();
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.remedy()).contains(remedy);
        });
    }

    private AuthPlan plan(String spec) {
        Reading<AuthPlan> reading = read(spec);
        assertThat(reading.problems()).isEmpty();
        return reading.value().orElseThrow();
    }

    private Reading<AuthPlan> read(String spec) {
        return reader.read(StrictReader.spec(
                        HTTPTriggerSpec.class,
                        YAML.unmarshal("spec: {" + spec + "}", Map.class).get("spec"))
                .value()
                .orElseThrow());
    }
}
