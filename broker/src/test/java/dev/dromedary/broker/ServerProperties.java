package dev.dromedary.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** What a {@link RealKafka} is told. */
final class ServerProperties {

    private static final List<String> MECHANISMS = List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER");

    private final Path folder;
    private final Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
    private final int controller;
    private final int front;
    private final Authority authority = Authority.create();

    ServerProperties(Path folder, IntSupplier freePort) {
        this.folder = folder;
        for (Listener listener : Listener.values()) {
            ports.put(listener, freePort.getAsInt());
        }
        this.controller = freePort.getAsInt();
        this.front = freePort.getAsInt();
    }

    int port(Listener listener) {
        return ports.get(listener);
    }

    /** Where clients of {@link Listener#BEHIND} are sent; nobody listens there. */
    int front() {
        return front;
    }

    Authority authority() {
        return authority;
    }

    /** Writes them where {@link KafkaServer} is told to look. */
    void write() throws IOException {
        Properties all = new Properties();
        all.putAll(server());
        all.putAll(small());
        all.putAll(tls());
        all.putAll(sasl());
        try (var out = Files.newOutputStream(folder.resolve("server.properties"))) {
            all.store(out, null);
        }
    }

    private Map<String, String> server() {
        Map<Listener, Integer> told = new EnumMap<>(ports);
        told.put(Listener.BEHIND, front);
        return Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@localhost:" + controller,
                "controller.listener.names", "CONTROLLER",
                "listeners", addresses(ports) + ",CONTROLLER://localhost:" + controller,
                "advertised.listeners", addresses(told),
                "listener.security.protocol.map",
                        "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL,BEHIND:PLAINTEXT",
                "inter.broker.listener.name", "PLAINTEXT",
                "log.dirs", folder.resolve("data").toString());
    }

    private static String addresses(Map<Listener, Integer> ports) {
        return ports.entrySet().stream()
                .map(entry -> entry.getKey() + "://localhost:" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    /** One broker, few partitions, and tests that do not wait for what is meant for many. */
    private static Map<String, String> small() {
        return Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "1",
                "group.initial.rebalance.delay.ms", "0",
                "group.min.session.timeout.ms", "1000",
                "auto.create.topics.enable", "false",
                "log.cleaner.backoff.ms", "200",
                "log.retention.check.interval.ms", "500");
    }

    private Map<String, String> tls() {
        Authority.Identity own = authority.identity("localhost");
        return Map.of(
                "ssl.keystore.type", "PEM",
                "ssl.keystore.certificate.chain", own.certificate(),
                "ssl.keystore.key", own.key(),
                "ssl.truststore.type", "PEM",
                "ssl.truststore.certificates", authority.certificate(),
                "listener.name.ssl.ssl.client.auth", "required",
                "listener.name.sasl_ssl.ssl.client.auth", "none");
    }

    private static Map<String, String> sasl() {
        String quoted = RealKafka.PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"");
        Properties all = new Properties();
        all.put("sasl.enabled.mechanisms", String.join(",", MECHANISMS));
        for (String listener : List.of("sasl_plaintext", "sasl_ssl")) {
            String prefix = "listener.name." + listener + ".";
            all.put(
                    prefix + "plain.sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + RealKafka.USER + "=\""
                            + quoted + "\";");
            String scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
            all.put(prefix + "scram-sha-256.sasl.jaas.config", scram);
            all.put(prefix + "scram-sha-512.sasl.jaas.config", scram);
            all.put(
                    prefix + "oauthbearer.sasl.jaas.config",
                    "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                            + " unsecuredLoginStringClaim_sub=\"broker\";");
        }
        return all.entrySet().stream()
                .collect(Collectors.toMap(entry -> (String) entry.getKey(), entry -> (String) entry.getValue()));
    }
}
