package dev.dromedary.routes.kafka;

import static org.awaitility.Awaitility.await;

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
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A copy of the router over a real broker, with a function {@code ship} that answers as it is told. */
final class ReplayBench implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(40);

    private final Ground ground;
    private final Bench bench = new Bench();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final KafkaLetters letters;
    private final Replays replays;

    /** A call of the function. */
    record Call(String id, String key, String header, String time, String body, long nanos) {}

    ReplayBench(Ground ground, IntSupplier answer) throws Exception {
        this.ground = ground;
        Access.Environment environment = new Access.Environment(
                Installation.of(Map.of("KAFKA_BROKERS", ground.kafka().address())),
                new MemorySecrets(),
                Egress.ANYWHERE);
        letters = KafkaRoom.letters(bench.router(), environment);
        replays = KafkaRoom.open(
                bench.router(), new KafkaRoom.Means(environment, InstallationDefault.NONE, 50, Optional.empty()));
        ship(answer);
    }

    private void ship(IntSupplier answer) {
        Key key = new Key("default", "ship");
        bench.function(
                key,
                request -> request.bodyHandler(body -> {
                    calls.add(new Call(
                            request.getHeader("event-id"),
                            request.getHeader("event-key"),
                            request.getHeader("event-header-own"),
                            request.getHeader("ce-time"),
                            body.toString(),
                            System.nanoTime()));
                    request.response().setStatusCode(answer.getAsInt()).end();
                }));
        bench.put(
                Kind.FUNCTION,
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {namespace: default, name: ship, labels: {function: ship}}
                spec: {timeout: "60"}
                status: {readyReplicas: 1}
                """);
    }

    Bench bench() {
        return bench;
    }

    List<Call> calls() {
        return calls;
    }

    /** Puts a trigger in, as it would come from an API server. */
    void trigger(String yaml) {
        bench.put(
                Kind.KAFKA_TRIGGER,
                yaml.replace(
                        "metadata: {",
                        "metadata: {namespace: default, uid: u, generation: 1,"
                                + " creationTimestamp: \"2026-01-01T00:00:00Z\", "));
    }

    void awaitConsuming(String name) {
        await().atMost(SOON).until(() -> status(name).toString().contains("reason=Consuming"));
    }

    /** What the trigger's status says of its replay; empty: nothing. */
    Map<String, String> replay(String name) {
        Map<String, String> replay = new TreeMap<>();
        if (status(name).get("replay") instanceof Map<?, ?> said) {
            said.forEach((field, value) -> replay.put(field.toString(), value.toString()));
        }
        return replay;
    }

    void awaitReplayed(String name, String id) {
        await().atMost(SOON)
                .until(() -> id.equals(replay(name).get("id")) && replay(name).get("finishedAt") != null);
    }

    private Map<?, ?> status(String name) {
        return bench.status(Kind.KAFKA_TRIGGER, new Key("default", name));
    }

    /** The letters in a topic, once there are so many. */
    List<ConsumerRecord<byte[], byte[]>> letters(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", ground.kafka().address(), "metadata.max.age.ms", "500"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            await().atMost(SOON).until(() -> consumer.listTopics().containsKey(topic));
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            await().atMost(SOON).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                return found.size() >= count;
            });
        }
        return found;
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        replays.close();
        bench.close();
        letters.close();
    }
}
