package dev.dromedary.routes.kafka.cluster;

import dev.dromedary.crd.Problem;
import dev.dromedary.routes.core.secrets.TlsMaterial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The installation's own cluster, for triggers that name no brokers: as Kubeless' environment variables say (contract:
 * triggers.md 5).
 *
 * @param tls entries as a Secret for {@code spec.tls} has them; empty: none
 * @param sasl entries as a Secret for {@code spec.sasl} has them; empty: none
 */
public record Installation(Cluster cluster, Map<String, byte[]> tls, Map<String, byte[]> sasl) {

    /** Kubeless' address of its own broker. */
    private static final String BROKERS = "kafka.kubeless:9092";

    private static final List<String> TRUE = List.of("1", "t", "true");
    private static final List<String> FALSE = List.of("", "0", "f", "false");

    /**
     * Reads it, once, at the start: the files that it names too.
     *
     * @param environment the router's variables
     * @throws IllegalArgumentException for what cannot be; the message names the variables
     */
    public static Installation of(Map<String, String> environment) {
        Reader reader = new Reader(environment, new ArrayList<>());
        Installation installation = reader.installation();
        if (!reader.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join(
                    "; ", reader.problems().stream().map(Problem::toString).toList()));
        }
        return installation;
    }

    /** What is secret in it stays in it. */
    @Override
    public String toString() {
        return "Installation[" + cluster + "]";
    }

    private record Reader(Map<String, String> environment, List<Problem> problems) {

        Installation installation() {
            Map<String, byte[]> tls = new HashMap<>();
            file("KAFKA_CACERTS", TlsMaterial.AUTHORITIES, tls);
            file("KAFKA_CERT", TlsMaterial.CERTIFICATE, tls);
            file("KAFKA_KEY", TlsMaterial.KEY, tls);
            if (text("KAFKA_CERT").isEmpty() != text("KAFKA_KEY").isEmpty()) {
                wrong("KAFKA_CERT", "and KAFKA_KEY go together: set both, or none");
            }
            boolean withSasl = isOn("KAFKA_ENABLE_SASL");
            Map<String, byte[]> sasl = new HashMap<>();
            if (withSasl) {
                password("KAFKA_USERNAME", Login.USERNAME, sasl);
                password("KAFKA_PASSWORD", Login.PASSWORD, sasl);
            }
            return new Installation(
                    new Cluster(
                            brokers(),
                            isOn("KAFKA_ENABLE_TLS")
                                    ? Optional.of(new Cluster.Tls(Optional.empty(), isOn("KAFKA_INSECURE")))
                                    : Optional.empty(),
                            withSasl
                                    ? Optional.of(new Cluster.Sasl(Mechanism.PLAIN, Optional.empty(), Optional.empty()))
                                    : Optional.empty(),
                            true),
                    tls,
                    sasl);
        }

        private List<Broker> brokers() {
            String text = text("KAFKA_BROKERS").isEmpty() ? BROKERS : text("KAFKA_BROKERS");
            List<Broker> brokers = Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .flatMap(one -> Broker.of(one).stream())
                    .toList();
            if (brokers.size() != text.split(",", -1).length) {
                wrong("KAFKA_BROKERS", "must be host:port, or several with commas between them");
            }
            return brokers;
        }

        private void password(String name, String entry, Map<String, byte[]> entries) {
            if (text(name).isEmpty()) {
                wrong(name, "is needed where KAFKA_ENABLE_SASL is set");
            }
            entries.put(entry, text(name).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        private void file(String name, String entry, Map<String, byte[]> entries) {
            if (!text(name).isEmpty()) {
                try {
                    entries.put(entry, Files.readAllBytes(Path.of(text(name))));
                } catch (IOException e) {
                    wrong(name, "names a file that cannot be read: " + text(name));
                }
            }
        }

        private boolean isOn(String name) {
            String word = text(name).toLowerCase(Locale.ROOT);
            if (!TRUE.contains(word) && !FALSE.contains(word)) {
                wrong(name, "must be true or false");
            }
            return TRUE.contains(word);
        }

        private String text(String name) {
            return environment.getOrDefault(name, "");
        }

        private void wrong(String name, String remedy) {
            problems.add(Problem.configuration(name, remedy));
        }
    }
}
