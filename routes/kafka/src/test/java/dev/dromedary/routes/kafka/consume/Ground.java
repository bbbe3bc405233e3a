package dev.dromedary.routes.kafka.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker with what a test does there: topics, records, a look at what groups have committed. */
public final class Ground implements AutoCloseable {

    private final RealKafka kafka;
    private final Admin admin;
    private final KafkaProducer<String, String> producer;

    public Ground(RealKafka kafka) {
        this.kafka = kafka;
        this.admin = kafka.admin();
        this.producer = producer(Map.of());
    }

    public RealKafka kafka() {
        return kafka;
    }

    public Admin admin() {
        return admin;
    }

    public KafkaProducer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "bootstrap.servers",
                kafka.address(),
                "linger.ms",
                "1",
                // Else a partition whose leader is late may take the second batch before the first, and never that one.
                "max.in.flight.requests.per.connection",
                "1"));
        all.putAll(more);
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    /** A new topic. */
    public String topic(int partitions, Map<String, String> configs) throws Exception {
        String name = "topic-" + UUID.randomUUID();
        make(name, partitions, configs);
        return name;
    }

    public void make(String name, int partitions, Map<String, String> configs) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(configs)))
                .all()
                .get();
    }

    /** Sends records whose keys and values are numbers; back when the broker has them. */
    public void send(String topic, int from, int to, int keys) {
        send(IntStream.range(from, to)
                .mapToObj(i -> new ProducerRecord<>(topic, "k" + i % keys, String.valueOf(i)))
                .toList());
    }

    /** Sends records; back when the broker has them. */
    public void send(List<ProducerRecord<String, String>> records) {
        List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
        producer.flush();
        assertThat(sent).allMatch(record -> record.state() == Future.State.SUCCESS);
    }

    /** What a group has committed, by partition. */
    Map<Integer, Long> committed(Source source) throws Exception {
        Map<Integer, Long> all = new TreeMap<>();
        admin.listConsumerGroupOffsets(source.group())
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> all.put(partition.partition(), offset.offset()));
        return all;
    }

    /** Where the partitions of a topic end. */
    Map<Integer, Long> ends(String topic, int partitions) throws Exception {
        Map<TopicPartition, OffsetSpec> asked = new java.util.HashMap<>();
        for (int i = 0; i < partitions; i++) {
            asked.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
        Map<Integer, Long> all = new TreeMap<>();
        admin.listOffsets(asked).all().get().forEach((partition, end) -> all.put(partition.partition(), end.offset()));
        return all;
    }

    /** Waits until a group has committed all that there is. */
    void awaitAllCommitted(Source source, String topic, int partitions) {
        await().atMost(Duration.ofSeconds(20)).until(() -> committed(source).equals(ends(topic, partitions)));
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
