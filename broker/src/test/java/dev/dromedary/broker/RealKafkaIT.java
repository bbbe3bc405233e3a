package dev.dromedary.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The broker that other tests stand on. */
class RealKafkaIT {

    private static final RealKafka KAFKA = RealKafka.start();

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    @Test
    void killedAndStartedAgainItHasItsPortsAndData() throws Exception {
        try (Admin admin = KAFKA.admin()) {
            admin.createTopics(List.of(new NewTopic("kept", Optional.of(3), Optional.empty())))
                    .all()
                    .get();
            KAFKA.kill();
            KAFKA.startAgain();
            assertThat(admin.listTopics().names().get()).contains("kept");
        }
    }

    static Stream<Map<String, Object>> waysIn() {
        Authority.Identity client = KAFKA.identity("client");
        Map<String, Object> trust =
                Map.of("ssl.truststore.type", "PEM", "ssl.truststore.certificates", KAFKA.authority());
        Map<String, Object> certificate = Map.of(
                "ssl.keystore.type", "PEM",
                "ssl.keystore.certificate.chain", client.certificate(),
                "ssl.keystore.key", client.key());
        Map<String, Object> scram = Map.of(
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + RealKafka.USER
                        + "\" password=\"" + RealKafka.SCRAM_PASSWORD + "\";");
        return Stream.of(
                at(Listener.PLAINTEXT, List.of()),
                at(Listener.SSL, List.of(trust, certificate)),
                at(Listener.SASL_PLAINTEXT, List.of(scram)),
                at(Listener.SASL_SSL, List.of(scram, trust)));
    }

    @ParameterizedTest
    @MethodSource("waysIn")
    void everyListenerLetsItsClientsIn(Map<String, Object> client) throws Exception {
        try (Admin admin = Admin.create(client)) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
    }

    private static Map<String, Object> at(Listener listener, List<Map<String, Object>> with) {
        Map<String, Object> all = new HashMap<>(
                Map.of("bootstrap.servers", KAFKA.address(listener), "security.protocol", listener.name()));
        with.forEach(all::putAll);
        return all;
    }
}
