package dev.dromedary.routes.kafka.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.dromedary.broker.Authority;
import dev.dromedary.broker.Listener;
import dev.dromedary.broker.RealKafka;
import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.kafka.cluster.Broker;
import dev.dromedary.routes.kafka.cluster.Cluster;
import dev.dromedary.routes.kafka.cluster.Mechanism;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Brokers that want to know who comes, and clients that want to know whom they meet. */
class AccessIT {

    private static final Ground GROUND = new Ground(RealKafka.shared());
    private static final Key TLS = new Key("default", "tls");
    private static final Key SASL = new Key("default", "sasl");
    private static final Duration LONG = Duration.ofSeconds(30);

    @AfterAll
    static void leave() {
        GROUND.close();
    }

    private static Cluster cluster(Listener listener, Optional<Cluster.Tls> tls, Optional<Cluster.Sasl> sasl) {
        Broker broker = Broker.of(GROUND.kafka().address(listener)).orElseThrow();
        return new Cluster(List.of(broker), tls, sasl, false);
    }

    private static Optional<Cluster.Tls> tls() {
        return Optional.of(new Cluster.Tls(Optional.of(TLS), false));
    }

    private static Optional<Cluster.Sasl> sasl(Mechanism mechanism) {
        return Optional.of(new Cluster.Sasl(mechanism, Optional.of(SASL), Optional.empty()));
    }

    private static void assertReads(Copy copy, Cluster cluster) throws Exception {
        String topic = GROUND.topic(1, Map.of());
        GROUND.send(topic, 0, 3, 1);
        copy.read(Copy.source(topic, new StartPosition.Earliest()), cluster);
        await().atMost(LONG).until(() -> copy.seen().size() == 3);
    }

    private static Map<String, byte[]> login(String password) {
        return Map.of("username", RealKafka.USER.getBytes(UTF_8), "password", password.getBytes(UTF_8));
    }

    @Test
    void aCertificateOpensTheDoor() throws Exception {
        Authority.Identity client = GROUND.kafka().identity("client");
        try (Copy copy = new Copy()) {
            copy.secrets()
                    .put(
                            TLS,
                            Map.of(
                                    "ca.crt", GROUND.kafka().authority().getBytes(UTF_8),
                                    "tls.crt", client.certificate().getBytes(UTF_8),
                                    "tls.key", client.key().getBytes(UTF_8)));
            assertReads(copy, cluster(Listener.SSL, tls(), Optional.empty()));
        }
    }

    @Test
    void aBrokerWhoseAuthorityIsNotBelievedIsRefusedUntilItIs() throws Exception {
        try (Copy copy = new Copy()) {
            copy.secrets().put(SASL, login(RealKafka.PASSWORD));
            copy.secrets()
                    .put(TLS, Map.of("ca.crt", Authority.create().certificate().getBytes(UTF_8)));
            String topic = GROUND.topic(1, Map.of());
            GROUND.send(topic, 0, 1, 1);
            copy.read(
                    Copy.source(topic, new StartPosition.Earliest()),
                    cluster(Listener.SASL_SSL, tls(), sasl(Mechanism.PLAIN)));
            await().atMost(LONG).until(() -> copy.situation() instanceof Situation.Refused);
            copy.secrets().put(TLS, Map.of("ca.crt", GROUND.kafka().authority().getBytes(UTF_8)));
            await().atMost(LONG).until(() -> copy.seen().size() == 1);
        }
    }

    @Test
    void aPasswordThatChangesWhileTheConsumerIsParkedIsSaidAndNothingIsMissed() throws Exception {
        try (Copy copy = Copy.parking()) {
            copy.secrets().put(SASL, login(RealKafka.PASSWORD));
            Cluster cluster = cluster(Listener.SASL_PLAINTEXT, Optional.empty(), sasl(Mechanism.PLAIN));
            String topic = GROUND.topic(1, Map.of());
            copy.read(Copy.source(topic, new StartPosition.Earliest()), cluster);
            await().atMost(LONG).until(() -> copy.situation() instanceof Situation.Waiting);
            copy.secrets().put(SASL, login("another"));
            await().atMost(LONG).until(() -> copy.situation() instanceof Situation.Refused);
            GROUND.send(topic, 0, 3, 1);
            copy.secrets().put(SASL, login(RealKafka.PASSWORD));
            await().atMost(LONG).until(() -> copy.seen().size() == 3);
        }
    }

    @Test
    void aBrokerOfAnyCertificateIsBelievedWhereThatIsAskedFor() throws Exception {
        try (Copy copy = new Copy()) {
            copy.secrets().put(SASL, login(RealKafka.PASSWORD));
            assertReads(
                    copy,
                    cluster(
                            Listener.SASL_SSL,
                            Optional.of(new Cluster.Tls(Optional.empty(), true)),
                            sasl(Mechanism.PLAIN)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mechanism.class,
            names = {"SCRAM_SHA_256", "SCRAM_SHA_512"})
    void aPasswordThatIsNotToldOpensTheDoor(Mechanism mechanism) throws Exception {
        try (Copy copy = new Copy()) {
            copy.secrets().put(SASL, login(RealKafka.SCRAM_PASSWORD));
            assertReads(copy, cluster(Listener.SASL_PLAINTEXT, Optional.empty(), sasl(mechanism)));
        }
    }

    @Test
    void aSecretThatComesLateAndOneThatIsPutRightAreTakenUp() throws Exception {
        String topic = GROUND.topic(1, Map.of());
        GROUND.send(topic, 0, 1, 1);
        try (Copy copy = new Copy()) {
            copy.read(
                    Copy.source(topic, new StartPosition.Earliest()),
                    cluster(Listener.SASL_PLAINTEXT, Optional.empty(), sasl(Mechanism.PLAIN)));
            await().atMost(LONG).until(() -> copy.situation() instanceof Situation.Unfit);
            assertThat(copy.situation().toString()).contains("There is no Secret default/sasl");
            copy.secrets().put(SASL, login("wrong"));
            await().atMost(LONG).until(() -> copy.situation() instanceof Situation.Refused);
            assertThat(copy.situation().toString()).doesNotContain("wrong");
            copy.secrets().put(SASL, login(RealKafka.PASSWORD));
            await().atMost(LONG).until(() -> copy.seen().size() == 1);
        }
    }

    @Test
    void aTokenIsFetchedAndOpensTheDoor() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> {
            boolean known = exchange.getRequestHeaders()
                    .getFirst("Authorization")
                    .equals("Basic " + Base64.getEncoder().encodeToString("me:s%26cret".getBytes(UTF_8)));
            byte[] answer = ("{\"access_token\":\"" + token() + "\",\"expires_in\":60}").getBytes(UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try (Copy copy = new Copy()) {
            copy.secrets()
                    .put(SASL, Map.of("client-id", "me".getBytes(UTF_8), "client-secret", "s&cret".getBytes(UTF_8)));
            URI url = URI.create("http://localhost:" + server.getAddress().getPort() + "/token");
            assertReads(
                    copy,
                    cluster(
                            Listener.SASL_PLAINTEXT,
                            Optional.empty(),
                            Optional.of(new Cluster.Sasl(
                                    Mechanism.OAUTHBEARER,
                                    Optional.of(SASL),
                                    Optional.of(new Cluster.Tokens(url, Optional.empty()))))));
        } finally {
            server.stop(0);
        }
    }

    /** One that nobody signed: the test's broker takes it. */
    private static String token() {
        long now = Instant.now().getEpochSecond();
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String claims = "{\"sub\":\"me\",\"iat\":" + now + ",\"exp\":" + (now + 60) + "}";
        return encoder.encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(UTF_8)) + ".";
    }
}
