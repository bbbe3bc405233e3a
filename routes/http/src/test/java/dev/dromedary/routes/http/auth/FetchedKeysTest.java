package dev.dromedary.routes.http.auth;

import static dev.dromedary.routes.http.auth.GateBench.headers;
import static dev.dromedary.routes.http.auth.GateBench.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.held.Pace;
import dev.dromedary.routes.core.web.Trust;
import dev.dromedary.routes.core.web.WebClient;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys that are fetched from an issuer, over real TLS. */
class FetchedKeysTest {

    private static final Pace EAGER =
            new Pace(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(5));
    private static final Egress LOOPBACK = Egress.outside(List.of("127.0.0.1"));
    private static final ECKey NEW = Mint.ec("new", Curve.P_256);

    private final Issuer issuer;
    private GateBench bench;

    FetchedKeysTest() throws Exception {
        issuer = new Issuer();
        issuer.keys(Mint.RSA);
        bench = bench(LOOPBACK, Issuer.trust(), Gates.KEYS);
    }

    @AfterEach
    void close() {
        bench.close();
        issuer.close();
    }

    @Test
    void keysAreFetchedOnceForAllWhoNeedThem() {
        try (Gate one = bench.open(plan(at()));
                Gate other = bench.open(plan(at()))) {
            assertThat(said(one, token("RS256", Mint.RSA))).isEqualTo("ann");
            assertThat(said(one, token("PS256", Mint.RSA))).isEqualTo("ann");
            assertThat(said(other, token("RS384", Mint.RSA))).isEqualTo("ann");
            assertThat(issuer.asked).containsExactly("/keys?of=all");
            assertThat(one.trouble()).isEmpty();
        }
    }

    @Test
    void anUnknownKeyIsAskedForButNotOften() {
        try (Gate gate = bench.open(plan(at()))) {
            assertThat(said(gate, token("RS256", Mint.RSA))).isEqualTo("ann");
            issuer.keys(Mint.RSA, NEW);
            for (int i = 0; i < 20; i++) {
                assertThat(said(gate, token("ES256", NEW))).isEqualTo("401");
            }
            assertThat(issuer.asked).as("in the first 10 s").hasSize(1);
        }
    }

    @Test
    void aNewKeyCountsWithTheFirstTokenThatIsSignedWithIt() throws Exception {
        reopen(LOOPBACK, EAGER);
        try (Gate gate = bench.open(plan(at()))) {
            assertThat(said(gate, token("RS256", Mint.RSA))).isEqualTo("ann");
            issuer.keys(NEW);
            assertThat(said(gate, token("ES256", NEW))).isEqualTo("ann");
            assertThat(said(gate, token("RS256", Mint.RSA)))
                    .as("and the old one no more")
                    .isEqualTo("401");
        }
    }

    @Test
    void whileTheIssuerIsAwayItsLastKeysCount() throws Exception {
        reopen(LOOPBACK, EAGER);
        try (Gate gate = bench.open(plan(at()))) {
            assertThat(said(gate, token("RS256", Mint.RSA))).isEqualTo("ann");
            issuer.close();
            assertThat(said(gate, token("ES256", NEW))).isEqualTo("401");
            assertThat(said(gate, token("RS512", Mint.RSA))).isEqualTo("ann");
            assertThat(gate.trouble()).isEmpty();
        }
    }

    @Test
    void theIssuersConfigurationSaysWhereItsKeysAre() {
        issuer.configuration(issuer.url(), issuer.keysUri().toString());
        try (Gate gate = bench.open(plan(new AuthPlan.Keys.Discovered(issuer.url())))) {
            assertThat(said(gate, token("RS256", Mint.RSA))).isEqualTo("ann");
            assertThat(issuer.asked).containsExactly("/.well-known/openid-configuration", "/keys?of=all");
        }
    }

    @Test
    void theConfigurationOfAnotherIssuerDoesNotCount() {
        issuer.configuration("https://other.example", issuer.keysUri().toString());
        assertTrouble(new AuthPlan.Keys.Discovered(issuer.url()), "is not the configuration of the issuer");
        assertThat(issuer.asked).doesNotContain("/keys?of=all");
    }

    @Test
    void keysWithoutTlsDoNotCount() {
        issuer.configuration(issuer.url(), issuer.keysUri().toString().replace("https:", "http:"));
        assertTrouble(new AuthPlan.Keys.Discovered(issuer.url()), "keys by https://");
    }

    @Test
    void aRedirectIsNotFollowed() {
        issuer.keys(exchange -> {
            exchange.getResponseHeaders().set("Location", issuer.url() + "/elsewhere");
            Issuer.send(exchange, 302, "");
        });
        assertTrouble(at(), "it answers 302");
        assertThat(issuer.asked).doesNotContain("/elsewhere");
    }

    @Test
    void anEndlessDocumentIsCutOff() {
        issuer.keys(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] blank = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 1_000; i++) {
                exchange.getResponseBody().write(blank);
            }
        });
        assertTrouble(at(), "longer than 1048576 bytes");
    }

    @Test
    void aSlowIssuerIsNotWaitedFor() throws Exception {
        bench.close();
        bench = new GateBench(new Download(new WebClient(LOOPBACK, Issuer.trust(), Duration.ofMillis(500))), EAGER);
        CountDownLatch end = new CountDownLatch(1);
        issuer.keys(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            awaitQuietly(end);
        });
        assertTrouble(at(), "it takes too long");
        end.countDown();
    }

    @Test
    void whatIsNoKeySetIsNamed() {
        issuer.keys(exchange -> Issuer.send(exchange, 200, "<html>"));
        assertTrouble(at(), "is no JWK Set");
    }

    @Test
    void insideTheClusterNothingIsFetched() throws Exception {
        reopen(Egress.outside(List.of()), EAGER);
        assertTrouble(at(), "may not connect to");
        assertTrouble(at("https://169.254.169.254/latest/meta-data"), "may not connect to 169.254.169.254");
        assertTrouble(at("https://2130706433/"), "may not connect to 127.0.0.1");
        assertThat(issuer.asked).isEmpty();
    }

    @Test
    void theCertificateOfAnotherHostDoesNotDo() {
        assertTrouble(at(issuer.keysUri().toString().replace("localhost", "127.0.0.1")), "certificate is not trusted");
        assertThat(issuer.asked).isEmpty();
    }

    @Test
    void norOneThatNobodyVouchesFor() {
        bench.close();
        bench = bench(LOOPBACK, Trust.ofJava(), EAGER);
        assertTrouble(at(), "certificate is not trusted");
    }

    @Test
    void whatAnInstallationTrustsBesidesDoes() throws Exception {
        bench.close();
        bench = bench(LOOPBACK, Trust.with(Issuer.bundle()), EAGER);
        try (Gate gate = bench.open(plan(at()))) {
            await().untilAsserted(() -> assertThat(gate.trouble()).isEmpty());
        }
        assertThat(issuer.asked).isNotEmpty();
    }

    @Test
    void whatGaveTroubleIsTriedAgain() throws Exception {
        reopen(LOOPBACK, EAGER);
        issuer.keys(exchange -> Issuer.send(exchange, 500, ""));
        try (Gate gate = bench.open(plan(at()))) {
            await().until(() ->
                    gate.trouble().filter(text -> text.contains("answers 500")).isPresent());
            issuer.keys(Mint.RSA);
            ((KeptGate) gate).turn();
            await().until(() -> gate.trouble().isEmpty());
        }
    }

    private void assertTrouble(AuthPlan.Keys keys, String trouble) {
        try (Gate gate = bench.open(plan(keys))) {
            assertThat(said(gate, token("RS256", Mint.RSA))).isEqualTo("503");
            await().untilAsserted(() -> assertThat(gate.trouble())
                    .hasValueSatisfying(text -> assertThat(text).contains(trouble)));
        }
    }

    private void reopen(Egress egress, Pace pace) throws Exception {
        bench.close();
        bench = bench(egress, Issuer.trust(), pace);
    }

    private static GateBench bench(Egress egress, SslContext trust, Pace pace) {
        return new GateBench(new Download(new WebClient(egress, trust, Duration.ofSeconds(5))), pace);
    }

    private AuthPlan.Keys at() {
        return new AuthPlan.Keys.At(issuer.keysUri());
    }

    private static AuthPlan.Keys at(String uri) {
        return new AuthPlan.Keys.At(URI.create(uri));
    }

    private static AuthPlan plan(AuthPlan.Keys keys) {
        return new AuthPlan.Jwt(Mint.ISSUER, List.of(Mint.AUDIENCE), keys, Map.of());
    }

    private static HttpHeaders token(String algorithm, JWK key) {
        return headers("Authorization", "Bearer " + Mint.token(algorithm, key, Mint.claims()));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
