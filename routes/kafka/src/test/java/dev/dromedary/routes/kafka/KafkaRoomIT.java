package dev.dromedary.routes.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.Installation;
import dev.dromedary.routes.kafka.consume.Ground;
import dev.dromedary.routes.kafka.letters.KafkaLetters;
import dev.dromedary.routes.kafka.replay.Replays;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.model.ModelCamelContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** KafkaTriggers from the object to the function, with a real broker. */
class KafkaRoomIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Ground ground = new Ground(RealKafka.shared());
    private final Bench bench = new Bench();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private KafkaLetters letters;
    private Replays replays;
    private String topic;

    @BeforeEach
    void open() throws Exception {
        topic = ground.topic(2, Map.of());
        Access.Environment environment = new Access.Environment(
                Installation.of(Map.of("KAFKA_BROKERS", ground.kafka().address())),
                new MemorySecrets(),
                Egress.ANYWHERE);
        letters = KafkaRoom.letters(bench.router(), environment);
        replays = KafkaRoom.open(
                bench.router(), new KafkaRoom.Means(environment, InstallationDefault.NONE, 50, Optional.empty()));
    }

    @AfterEach
    void close() {
        bench.close();
        replays.close();
        letters.close();
        ground.close();
    }

    @Test
    void everyFunctionThatIsSelectedGetsEachRecord() throws Exception {
        function("bill", "orders", 200);
        function("ship", "orders", 200);
        function("other", "nothing", 200);
        trigger("orders", "functionSelector: {matchLabels: {takes: orders}}");
        awaitConsuming("orders");
        ground.send(topic, 0, 20, 4);
        await().atMost(SOON).until(() -> seen.size() >= 40);
        bench.router().deliveries().reports().tell(true);
        await().atMost(SOON).until(() -> status("orders").contains("lastEvent="));
        assertThat(status("orders")).contains("lag=").contains("held=0");
        assertThat(seen).hasSize(40).doesNotHaveDuplicates().noneMatch(call -> call.startsWith("other"));
        assertThat(((ModelCamelContext) bench.camel())
                        .getRouteDefinition("kafkatrigger/default/orders/bill")
                        .getOutputs())
                .hasSize(4);
    }

    @Test
    void stoppingTheRouteStopsTheConsumptionAndStartingItGoesOn() throws Exception {
        String route = "kafkatrigger/default/orders/bill";
        function("bill", "orders", 200);
        trigger("orders", "functionSelector: {matchLabels: {takes: orders}}");
        awaitConsuming("orders");
        ground.send(topic, 0, 10, 4);
        await().atMost(SOON).until(() -> seen.size() >= 10);
        bench.camel().getRouteController().stopRoute(route);
        ground.send(topic, 10, 20, 4);
        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> seen.size() == 10);
        await().atMost(SOON).until(() -> status("orders").contains("was stopped"));
        bench.camel().getRouteController().startRoute(route);
        await().atMost(SOON).until(() -> seen.size() >= 20);
        assertThat(seen).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void aFunctionThatIsSelectedNoMoreGetsNothingMore() throws Exception {
        function("bill", "orders", 200);
        function("ship", "orders", 200);
        trigger("orders", "functionSelector: {matchLabels: {takes: orders}}");
        awaitConsuming("orders");
        function("ship", "nothing", 200);
        await().atMost(SOON).until(() -> bench.camel().getRoute("kafkatrigger/default/orders/ship") == null);
        ground.send(topic, 0, 10, 4);
        await().atMost(SOON).until(() -> seen.size() >= 10);
        assertThat(seen).allMatch(call -> call.startsWith("bill"));
    }

    @Test
    void whatIsNotTakenIsKeptAsItWasWithTheReason() throws Exception {
        function("picky", "orders", 400);
        trigger("orders", "functionSelector: {matchLabels: {takes: orders}}");
        awaitConsuming("orders");
        ground.send(List.of(new ProducerRecord<>(
                topic,
                0,
                "key",
                "{\"a\": 1}",
                List.of(
                        new RecordHeader("kafka.OVERRIDE_TOPIC", "elsewhere".getBytes(StandardCharsets.UTF_8)),
                        new RecordHeader("twice", new byte[] {1}),
                        new RecordHeader("twice", new byte[] {-1, 0})))));
        ConsumerRecord<byte[], byte[]> letter = letter();
        assertThat(letter.key()).isEqualTo("key".getBytes(StandardCharsets.UTF_8));
        assertThat(letter.value()).isEqualTo("{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
        assertThat(letter.headers().headers("twice"))
                .extracting(header -> header.value()[0])
                .containsExactly((byte) 1, (byte) -1);
        assertThat(header(letter, "kafka.OVERRIDE_TOPIC")).isEqualTo("elsewhere");
        assertThat(header(letter, "dead-letter-reason")).isEqualTo("Refused");
        assertThat(header(letter, "dead-letter-message")).contains("400");
        assertThat(header(letter, "dead-letter-event-id")).isEqualTo(topic + "-0-0");
        assertThat(header(letter, "dead-letter-function")).isEqualTo("default/picky");
        assertThat(letter.headers().headers("dromedary-carried")).isEmpty();
    }

    @Test
    void whatIsMissingIsSaidAndBeginsByItself() throws Exception {
        topic = "later-" + UUID.randomUUID();
        function("bill", "orders", 200);
        trigger("orders", "functionSelector: {matchLabels: {takes: orders}}");
        await().atMost(SOON).until(() -> status("orders").contains("SourceMissing"));
        ground.make(topic, 1, Map.of());
        ground.send(topic, 0, 3, 1);
        await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() >= 3);
        await().atMost(SOON).until(() -> status("orders").contains("reason=Consuming"));
    }

    @Test
    void aMistakeIsNamed() {
        trigger("orders", "startPosition: yesterday");
        await().atMost(SOON).until(() -> status("orders").contains("spec.startPosition"));
    }

    private void function(String name, String takes, int answers) {
        Key key = new Key("default", name);
        bench.function(
                key,
                request -> request.bodyHandler(body -> {
                    seen.add(name + " " + request.getHeader("event-id"));
                    request.response().setStatusCode(answers).end();
                }));
        bench.put(
                Kind.FUNCTION,
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {namespace: default, name: %s, labels: {takes: %s}}
                spec: {timeout: "60"}
                status: {readyReplicas: 1}
                """
                        .formatted(name, takes));
    }

    private void trigger(String name, String more) {
        bench.put(
                Kind.KAFKA_TRIGGER,
                """
                apiVersion: kubeless.io/v1beta1
                kind: KafkaTrigger
                metadata: {namespace: default, name: %s, uid: u, generation: 1, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: {topic: %s, %s}
                """
                        .formatted(name, topic, more));
    }

    private void awaitConsuming(String name) {
        await().atMost(SOON).until(() -> status(name).contains("reason=Consuming"));
    }

    private String status(String name) {
        return bench.status(Kind.KAFKA_TRIGGER, new Key("default", name)).toString();
    }

    private ConsumerRecord<byte[], byte[]> letter() {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        ground.kafka().address(),
                        "group.id",
                        UUID.randomUUID().toString(),
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        "500"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("kubeless-dead-letters.default.orders"));
            await().atMost(SOON).untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
                assertThat(found)
                        .as("%s", bench.router().deliveries().reports().own())
                        .anyMatch(
                                record -> header(record, "dead-letter-event-id").startsWith(topic));
            });
        }
        return found.stream()
                .filter(record -> header(record, "dead-letter-event-id").startsWith(topic))
                .findFirst()
                .orElseThrow();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
