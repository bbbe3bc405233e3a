package dev.dromedary.ledger;

import dev.dromedary.ledger.check.Lettered;
import dev.dromedary.ledger.check.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the dead letters' topic, which may come into being later, from its beginning. */
final class LetterReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Journal journal;
    private final String topic;
    private final List<Lettered> letters = new ArrayList<>();
    private final Set<Place> events = new HashSet<>();
    private final Thread thread;
    private volatile boolean closed;

    LetterReader(String brokers, String topic, Path file) {
        this.topic = topic;
        this.journal = new Journal(file);
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", brokers,
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false",
                        "allow.auto.create.topics", "false",
                        "isolation.level", "read_committed",
                        "enable.metrics.push", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.thread = Thread.ofPlatform().daemon().name("letters").start(this::read);
    }

    private void read() {
        while (!closed) {
            if (consumer.assignment().isEmpty()) {
                find();
            }
            if (!consumer.assignment().isEmpty()) {
                consumer.poll(POLL).forEach(this::add);
            }
        }
        consumer.close();
    }

    private void find() {
        List<PartitionInfo> found = consumer.listTopics(Duration.ofMinutes(5)).getOrDefault(topic, List.of());
        consumer.assign(found.stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList());
    }

    private synchronized void add(ConsumerRecord<byte[], byte[]> record) {
        Lettered letter = new Lettered(
                new Place(record.partition(), record.offset()),
                place(header(record, "dead-letter-event-id")),
                Body.read(record.value()),
                new String(record.key(), StandardCharsets.US_ASCII) + " " + header(record, "number"),
                header(record, "dead-letter-reason"),
                Integer.parseInt(header(record, "dead-letter-attempts")));
        letters.add(letter);
        events.add(letter.event());
        journal.append(letter.toString());
    }

    private static Place place(String id) {
        String[] parts = id.split("-", -1);
        return new Place(Integer.parseInt(parts[parts.length - 2]), Long.parseLong(parts[parts.length - 1]));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null) {
            throw new IllegalStateException("A dead letter has no " + name + ", only " + record.headers());
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    synchronized List<Lettered> letters() {
        return List.copyOf(letters);
    }

    /** How many events have a letter. */
    synchronized int count() {
        return events.size();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        journal.close();
    }
}
