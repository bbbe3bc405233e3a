package dev.dromedary.routes.kafka.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.CloudEvent;
import dev.dromedary.routes.core.deliver.ContentType;
import dev.dromedary.routes.core.deliver.Event;
import dev.dromedary.routes.core.deliver.Letter;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import dev.dromedary.routes.kafka.KafkaRoom;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.Installation;
import dev.dromedary.routes.kafka.consume.Ground;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dead letters of triggers that have no cluster of their own, with a real broker. */
class KafkaLettersIT {

    private final Ground ground = new Ground(RealKafka.shared());
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
        ground.close();
    }

    @Test
    void theInstallationsBrokersKeepThem() throws Exception {
        String topic = ground.topic(1, Map.of());
        Access.Environment environment = new Access.Environment(
                Installation.of(Map.of("KAFKA_BROKERS", ground.kafka().address())),
                new MemorySecrets(),
                Egress.outside(List.of()));
        CompletableFuture<Optional<String>> kept = new CompletableFuture<>();
        try (KafkaLetters letters = KafkaRoom.letters(bench.router(), environment)) {
            letters.keep(
                    new Letter(
                            new TriggerId(Kind.CRON_JOB_TRIGGER, new Key("default", "nightly")),
                            new Key("default", "report"),
                            new Tick(),
                            Letter.Reason.Exhausted,
                            "The function answered 500",
                            3,
                            Instant.parse("2026-01-01T00:01:00Z")),
                    new LetterTarget.Kafka(topic),
                    kept::complete);
            assertThat(kept.get(30, TimeUnit.SECONDS)).isEmpty();
        }
        ConsumerRecord<byte[], byte[]> letter = only(topic);
        assertThat(new String(letter.value(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
        assertThat(header(letter, "content-type")).isEqualTo("application/json");
        assertThat(header(letter, "dead-letter-trigger")).isEqualTo("cronjobtrigger/default/nightly");
        assertThat(header(letter, "dead-letter-attempts")).isEqualTo("3");
        assertThat(header(letter, "dead-letter-event-id")).isEqualTo("u/1");
        assertThat(header(letter, "dead-letter-event-time")).isEqualTo("2026-01-01T00:00:00Z");
    }

    private ConsumerRecord<byte[], byte[]> only(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", ground.kafka().address()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            return consumer.poll(Duration.ofSeconds(20)).iterator().next();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static final class Tick implements Event {

        @Override
        public String id() {
            return "u/1";
        }

        @Override
        public Object key() {
            return null;
        }

        @Override
        public Instant time() {
            return Instant.parse("2026-01-01T00:00:00Z");
        }

        @Override
        public byte[] body() {
            return "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object position() {
            return 1L;
        }

        @Override
        public ContentType contentType() {
            return ContentType.of(body());
        }

        @Override
        public CloudEvent cloudEvent() {
            return new CloudEvent(id(), "/test", "test", time().toString());
        }

        @Override
        public void describe(HttpHeaders headers) {
            headers.set("content-type", "application/json");
        }
    }
}
