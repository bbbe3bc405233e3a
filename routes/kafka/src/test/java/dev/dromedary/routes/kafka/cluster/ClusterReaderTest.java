package dev.dromedary.routes.kafka.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dromedary.crd.KafkaTriggerSpec;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.kafka.SaslSpec;
import dev.dromedary.crd.kafka.TlsSpec;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cluster is meant, by a trigger or by the installation. */
class ClusterReaderTest {

    private static final Cluster INSTALLATION = Installation.of(Map.of()).cluster();

    private final List<Problem> problems = new ArrayList<>();

    private Cluster read(List<String> brokers, TlsSpec tls, SaslSpec sasl) {
        return ClusterReader.read(
                new KafkaTriggerSpec("t", null, null, brokers, null, null, tls, sasl, null, null),
                "shop",
                INSTALLATION,
                problems);
    }

    @Test
    void whoNamesNoBrokersHasTheInstallations() {
        assertThat(read(null, null, null)).isSameAs(INSTALLATION);
        assertThat(INSTALLATION.bootstrap()).isEqualTo("kafka.kubeless:9092");
        assertThat(problems).isEmpty();
    }

    @Test
    void aUsersPasswordDoesNotGoToTheInstallationsBrokers() {
        read(List.of(), new TlsSpec(null, null), new SaslSpec("PLAIN", "s", null, null));
        assertThat(problems).extracting(Problem::field).containsExactly("spec.tls", "spec.sasl");
    }

    @Test
    void aTriggersOwnCluster() {
        Cluster cluster = read(
                List.of("a.example.com:9093", "[2001:db8::1]:9093"),
                new TlsSpec("tls", true),
                new SaslSpec("OAUTHBEARER", "sasl", "https://login.example.com/token", "read"));
        assertThat(problems).isEmpty();
        assertThat(cluster.bootstrap()).isEqualTo("a.example.com:9093,[2001:db8::1]:9093");
        assertThat(cluster.protocol()).isEqualTo("SASL_SSL");
        assertThat(cluster.tls()).contains(new Cluster.Tls(Optional.of(new Key("shop", "tls")), true));
        assertThat(cluster.sasl())
                .contains(new Cluster.Sasl(
                        Mechanism.OAUTHBEARER,
                        Optional.of(new Key("shop", "sasl")),
                        Optional.of(new Cluster.Tokens(
                                URI.create("https://login.example.com/token"), Optional.of("read")))));
        assertThat(cluster.trusted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a:0",
                "a:65536",
                "a:9092,b:9092",
                "a:9092\nsasl.jaas.config=x",
                "a b:9092",
                "-a:9092",
                "PLAINTEXT://a:9092",
                "a:9092/x",
                "${env:HOME}:9092",
                ":9092",
                ""
            })
    void whatIsNoBrokerIsRefused(String broker) {
        read(List.of("good:9092", broker), null, null);
        assertThat(problems).extracting(Problem::field).containsExactly("spec.brokers[1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other/secret", "../x", "Up", "a\nb"})
    void aSecretOfAnotherNamespaceCannotBeNamed(String name) {
        read(List.of("a:1"), new TlsSpec(name, null), null);
        assertThat(problems).extracting(Problem::field).containsExactly("spec.tls.secret");
    }

    @Test
    void mechanismsThatThereAreNotAndTokensForPasswordsAreRefused() {
        read(List.of("a:1"), null, new SaslSpec("GSSAPI", "s", null, null));
        read(List.of("a:1"), null, new SaslSpec("PLAIN", "s", "https://a/b", null));
        read(List.of("a:1"), null, new SaslSpec("OAUTHBEARER", "s", "file:///etc/passwd", null));
        assertThat(problems)
                .extracting(Problem::field)
                .containsExactly("spec.sasl.mechanism", "spec.sasl.tokenUrl", "spec.sasl.tokenUrl");
    }

    @Test
    void kubelessVariablesAreTheInstallationsCluster() {
        Installation installation = Installation.of(Map.of(
                "KAFKA_BROKERS", "a:1, b:2",
                "KAFKA_ENABLE_TLS", "true",
                "KAFKA_INSECURE", "1",
                "KAFKA_ENABLE_SASL", "True",
                "KAFKA_USERNAME", "u",
                "KAFKA_PASSWORD", "p\"; x"));
        Cluster cluster = installation.cluster();
        assertThat(cluster.bootstrap()).isEqualTo("a:1,b:2");
        assertThat(cluster.protocol()).isEqualTo("SASL_SSL");
        assertThat(cluster.tls().orElseThrow().insecure()).isTrue();
        assertThat(cluster.trusted()).isTrue();
        assertThat(installation.toString()).doesNotContain("p\"; x");
    }

    @Test
    void whatIsWrongWithThemIsSaidAtOnce() {
        assertThatThrownBy(() -> Installation.of(Map.of(
                        "KAFKA_BROKERS", "a",
                        "KAFKA_CERT", "/nowhere",
                        "KAFKA_ENABLE_TLS", "yes",
                        "KAFKA_ENABLE_SASL", "true")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("KAFKA_BROKERS")
                .hasMessageContaining("KAFKA_CERT")
                .hasMessageContaining("KAFKA_ENABLE_TLS")
                .hasMessageContaining("KAFKA_USERNAME")
                .hasMessageContaining("KAFKA_PASSWORD");
    }
}
