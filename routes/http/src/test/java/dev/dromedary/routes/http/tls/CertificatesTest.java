package dev.dromedary.routes.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import dev.dromedary.routes.core.secrets.SecretReading;
import io.netty.handler.ssl.SslContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificate is shown to whom, and what is said of it. */
class CertificatesTest {

    private static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant NEW = Instant.parse("2021-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private final MemorySecrets secrets = new MemorySecrets();
    private final Certificates certificates = certificates(Clock.systemUTC());

    private Certificates certificates(Clock clock) {
        return new Certificates(secrets, Optional.of(new Key("kubeless", "own")), clock);
    }

    @AfterEach
    void close() {
        certificates.close();
    }

    private void put(String namespace, String name, String names) throws Exception {
        secrets.put(new Key(namespace, name), new Ca(folder).secret(names));
    }

    private Claim claim(String namespace, String trigger, Instant created, String host, String secret) {
        Claim claim = new Claim(new Key(namespace, trigger), created, host, secret);
        certificates.put(claim);
        return claim;
    }

    private Optional<SslContext> find(String host) {
        return Optional.ofNullable(certificates
                .find(host)
                .exceptionally(failure -> null)
                .toCompletableFuture()
                .join());
    }

    private String trouble(String namespace, String trigger) {
        return certificates
                .standing(new Key(namespace, trigger))
                .flatMap(Certificates.Standing::trouble)
                .orElse("");
    }

    @Test
    void theNamedHostComesBeforeItsDomainAndThatBeforeAnyAndThatBeforeTheInstallationsOwn() throws Exception {
        assertThat(find("a.example")).isEmpty();
        put("kubeless", "own", "DNS:own");
        SslContext own = find("a.example").orElseThrow();
        put("ns", "any", "DNS:any");
        claim("ns", "any", OLD, "", "any");
        SslContext any = find("a.example").orElseThrow();
        put("ns", "domain", "DNS:*.example");
        claim("ns", "domain", OLD, "*.example", "domain");
        SslContext domain = find("a.example").orElseThrow();
        put("ns", "a", "DNS:a.example");
        claim("ns", "a", OLD, "a.example", "a");
        SslContext a = find("A.EXAMPLE").orElseThrow();
        assertThat(List.of(own, any, domain, a)).doesNotHaveDuplicates();
        assertThat(find(null)).contains(any);
        assertThat(find("b.example")).contains(domain);
        certificates.remove(new Key("ns", "a"));
        assertThat(find("a.example")).contains(domain);
    }

    @Test
    void ofTwoForOneHostTheOlderIsShownAndTheOtherSaysSo() throws Exception {
        put("young", "tls", "DNS:a.example");
        claim("young", "t", NEW, "a.example", "tls");
        SslContext young = find("a.example").orElseThrow();
        claim("old", "t", OLD, "a.example", "tls");
        assertThat(find("a.example")).contains(young);
        assertThat(trouble("old", "t")).contains("There is no Secret old/tls");
        put("old", "tls", "DNS:a.example");
        assertThat(find("a.example")).isPresent().isNotEqualTo(Optional.of(young));
        assertThat(certificates.standing(new Key("young", "t")).orElseThrow().instead())
                .contains(new Key("old", "t"));
        assertThat(certificates.standing(new Key("old", "t")).orElseThrow().instead())
                .isEmpty();
    }

    @Test
    void whatHasChangedIsShownFromThenOnAndTold() throws Exception {
        List<Key> told = new CopyOnWriteArrayList<>();
        put("ns", "tls", "DNS:a.example");
        claim("ns", "t", OLD, "a.example", "tls");
        SslContext before = find("a.example").orElseThrow();
        assertThat(find("a.example")).contains(before);
        var unused = certificates.signal().listen(told::add);
        put("ns", "tls", "DNS:a.example");
        assertThat(told).containsExactly(new Key("ns", "t"));
        assertThat(find("a.example")).isPresent().isNotEqualTo(Optional.of(before));
    }

    @Test
    void whatNoClientWouldTakeIsSaid() throws Exception {
        put("ns", "tls", "DNS:b.example,DNS:*.c.example");
        claim("ns", "a", OLD, "a.example", "tls");
        claim("ns", "b", OLD, "b.example", "tls");
        claim("ns", "c", OLD, "x.c.example", "tls");
        claim("ns", "d", OLD, "y.x.c.example", "tls");
        assertThat(trouble("ns", "a"))
                .isEqualTo(
                        "The certificate in the Secret tls is for b.example, *.c.example, not for a.example: the host"
                                + " belongs among its subject alternative names");
        assertThat(trouble("ns", "b")).isEmpty();
        assertThat(trouble("ns", "c")).isEmpty();
        assertThat(trouble("ns", "d")).contains("not for y.x.c.example");
        try (Certificates later = certificates(Clock.offset(Clock.systemUTC(), Duration.ofDays(40)));
                Certificates earlier = certificates(Clock.offset(Clock.systemUTC(), Duration.ofDays(-1)))) {
            for (Certificates others : List.of(later, earlier)) {
                others.put(new Claim(new Key("ns", "b"), OLD, "b.example", "tls"));
            }
            assertThat(later.standing(new Key("ns", "b"))
                            .orElseThrow()
                            .trouble()
                            .orElseThrow())
                    .contains("expired at");
            assertThat(earlier.standing(new Key("ns", "b"))
                            .orElseThrow()
                            .trouble()
                            .orElseThrow())
                    .contains("not valid before");
        }
    }

    @Test
    void aSecretThatIsNoneIsSaidWithoutSayingWhatIsInIt() throws Exception {
        Map<String, byte[]> right = new Ca(folder).secret("DNS:a.example");
        Map<String, byte[]> other = new Ca(folder).secret("DNS:a.example");
        claim("ns", "t", OLD, "a.example", "tls");
        Key key = new Key("ns", "tls");
        secrets.put(key, Map.of("tls.crt", right.get("tls.crt")));
        assertThat(trouble("ns", "t")).contains("has no entry tls.key").contains("kubectl create secret tls");
        secrets.put(key, Map.of("tls.crt", right.get("tls.crt"), "tls.key", other.get("tls.key")));
        assertThat(trouble("ns", "t")).contains("tls.key is not the key of the certificate in tls.crt");
        for (String entry : right.keySet()) {
            for (String bad : List.of("", "-----BEGIN PRIVATE KEY-----\nabcde\n-----END PRIVATE KEY-----", "geheim")) {
                Map<String, byte[]> broken = new HashMap<>(right);
                broken.put(entry, bad.getBytes(StandardCharsets.US_ASCII));
                secrets.put(key, broken);
                assertThat(trouble("ns", "t"))
                        .contains("The entry " + entry + " of the Secret tls")
                        .doesNotContain("geheim");
                assertThat(find("a.example")).isEmpty();
            }
        }
        secrets.set(key, new SecretReading.Forbidden("may not"));
        assertThat(trouble("ns", "t")).isEqualTo("may not");
    }
}
