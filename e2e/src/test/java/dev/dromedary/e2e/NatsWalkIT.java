package dev.dromedary.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.NATSTrigger;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/** Kubeless' NATSTrigger at Kubeless' address, and one that reads a stream, with the server for trials: from no server at all to dead letters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("kills the router")
class NatsWalkIT {

    private static final String SPACE = "nats-io";
    private static final String MONITOR = "/api/v1/namespaces/nats-io/pods/nats-0:8222/proxy";

    private static final String OBJECTS =
            """
            apiVersion: kubeless.io/v1beta1
            kind: Function
            metadata: {name: orders, labels: {topic: orders}}
            spec:
              handler: orders.run
              runtime: python3.11
              function: |
            %s
            ---
            apiVersion: kubeless.io/v1beta1
            kind: NATSTrigger
            metadata: {name: orders, finalizers: [kubeless.io/natstrigger]}
            spec:
              topic: orders
              functionSelector: {matchLabels: {topic: orders}}
            ---
            apiVersion: kubeless.io/v1beta1
            kind: NATSTrigger
            metadata: {name: kept}
            spec:
              topic: kept.>
              functionSelector: {matchLabels: {topic: orders}}
              jetStream: {stream: KEPT, startPosition: all, ackWait: 5s}
              delivery:
                attempts: 2
                backoff: {initial: 100ms}
                deadLetter: {nats: {subject: failed.kept}}
            """
                    .formatted(Told.FUNCTION);

    private final Cluster cluster = new Cluster();
    private final Installation server = new Installation(Path.of("src/test/kustomize/nats"));
    private final Trigger<NATSTrigger> orders = new Trigger<>(cluster, NATSTrigger.class, "orders");
    private final Trigger<NATSTrigger> kept = new Trigger<>(cluster, NATSTrigger.class, "kept");
    private Connection connection;

    @BeforeAll
    void come() {
        cluster.apply(OBJECTS);
        cluster.awaitReady("orders");
    }

    @AfterAll
    void leave() throws InterruptedException {
        if (connection != null) {
            connection.close();
        }
        server.deleteAnyOfIt(Cluster.SOON);
        cluster.close();
    }

    @Test
    @Order(1)
    void withoutAServerTriggersSaySo() {
        orders.awaitTrouble("NATS");
        kept.awaitTrouble("");
        assertThat(orders.finalizers()).isEmpty();
    }

    @Test
    @Order(2)
    void onceThereIsOneTheyStartByThemselves() {
        server.apply();
        await().atMost(Cluster.SOON).ignoreExceptions().until(() -> connect() != null);
        kept.awaitTrouble("There is no stream KEPT");
        keep("KEPT", "kept.>");
        keep("FAILED", "failed.>");
        orders.awaitConsuming();
        kept.awaitConsuming();
    }

    @Test
    @Order(3)
    void ofTwoCopiesOneGetsEachMessage() {
        String group = "\"qgroup\": \"" + cluster.namespace() + "_orders_orders_orders\"";
        await("both copies listen")
                .atMost(Cluster.SOON)
                .until(() -> cluster.client().raw(MONITOR + "/subsz?subs=1").split(group, -1).length == 3);
        List<String> all = Told.numbered("order", 100);
        all.forEach(data -> connection.publish("orders", data.getBytes(UTF_8)));
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(Told.data(cluster, "orders")).containsExactlyInAnyOrderElementsOf(all));
    }

    @Test
    @Order(4)
    void whoAsksGetsTheFunctionsAnswer() throws InterruptedException {
        Message answer = connection.request("orders", "hello".getBytes(UTF_8), Duration.ofSeconds(20));
        assertThat(answer).isNotNull();
        assertThat(new String(answer.getData(), UTF_8)).isEqualTo("taken hello");
    }

    @Test
    @Order(5)
    void whatTheFunctionDoesNotTakeIsKept() {
        send("poison");
        send("fine");
        await().atMost(Cluster.SOON).ignoreExceptions().untilAsserted(() -> {
            MessageInfo letter = connection.jetStreamManagement().getLastMessage("FAILED", "failed.kept");
            assertThat(new String(letter.getData(), UTF_8)).isEqualTo("poison");
            assertThat(letter.getHeaders().getFirst("dead-letter-reason")).isEqualTo("Exhausted");
            assertThat(letter.getHeaders().getFirst("dead-letter-attempts")).isEqualTo("2");
            assertThat(letter.getHeaders().getFirst("dead-letter-event-id")).isEqualTo("KEPT-1");
        });
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(Told.of(cluster, "orders")).contains(new Told("KEPT-2", "fine")));
    }

    @Test
    @Order(6)
    void routersThatGoLoseNothingOfAStream() {
        List<String> all = Told.numbered("kept", 300);
        Trickle.pastAKill(cluster, all, this::send);
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(Told.data(cluster, "orders")).containsAll(all));
        await("all is acknowledged").atMost(Cluster.SOON).untilAsserted(() -> {
            ConsumerInfo consumer =
                    connection.jetStreamManagement().getConsumerInfo("KEPT", cluster.namespace() + "_kept_orders");
            assertThat(consumer.getNumPending() + consumer.getNumAckPending()).isZero();
        });
        cluster.awaitPrograms();
    }

    private Connection connect() throws IOException, InterruptedException {
        connection = Nats.connect("nats://" + cluster.outside(SPACE, "nats"));
        return connection;
    }

    private void keep(String stream, String subjects) {
        try {
            var unused = connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name(stream)
                            .subjects(subjects)
                            .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JetStreamApiException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Into the stream, which has it once this returns. */
    private void send(String data) {
        try {
            JetStream stream = connection.jetStream();
            var unused = stream.publish("kept.one", data.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JetStreamApiException e) {
            throw new IllegalStateException(e);
        }
    }
}
