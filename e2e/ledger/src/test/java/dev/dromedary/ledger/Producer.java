package dev.dromedary.ledger;

import dev.dromedary.ledger.check.Content;
import dev.dromedary.ledger.check.Place;
import dev.dromedary.ledger.check.Sent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** Sends events of some hundred keys, as many as it may so far, and writes down those that the broker acknowledged. */
final class Producer implements AutoCloseable {

    private static final int KEYS = 500;
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final KafkaProducer<byte[], byte[]> producer;
    private final Journal journal;
    private final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Long> numbers = new HashMap<>();
    private final Random random;
    private final AtomicInteger allowed = new AtomicInteger();
    private volatile Exception refused;

    Producer(String brokers, Path file, long seed) {
        this.journal = new Journal(file);
        this.random = new Random(seed);
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", brokers,
                        "acks", "all",
                        "enable.idempotence", "true",
                        // A broker takes any first number of a producer that it does not know: of several requests the
                        // second.
                        "max.in.flight.requests.per.connection", "1",
                        "linger.ms", "5",
                        "delivery.timeout.ms", (int) LONGEST.toMillis(),
                        "max.block.ms", (int) LONGEST.toMillis(),
                        "enable.metrics.push", "false"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends so many on a thread of its own, each when it may. */
    Thread start(int events) {
        return Thread.ofPlatform().daemon().name("producer").start(() -> {
            for (int i = 0; i < events; i++) {
                if (i >= allowed.get()) {
                    int next = i;
                    Awaitility.await().forever().pollInterval(POLL).until(() -> next < allowed.get());
                }
                send();
            }
            producer.flush();
        });
    }

    /** It may send so many, or as many as it might before if that is more. */
    void allow(int events) {
        allowed.accumulateAndGet(events, Math::max);
    }

    /** It may send some more. */
    void allowMore(int events) {
        allowed.addAndGet(events);
    }

    private void send() {
        String key = "k" + random.nextInt(KEYS);
        long number = numbers.merge(key, 1L, Long::sum) - 1;
        byte[] body = Body.of(key, number, random);
        var record = new ProducerRecord<>(Setting.TOPIC, key.getBytes(StandardCharsets.US_ASCII), body);
        record.headers().add("number", Long.toString(number).getBytes(StandardCharsets.US_ASCII));
        Content content = Body.read(body);
        var unused = producer.send(record, (metadata, failure) -> acknowledged(content, metadata, failure));
    }

    private void acknowledged(Content content, RecordMetadata metadata, Exception failure) {
        if (failure != null) {
            refused = failure;
            return;
        }
        Sent acknowledged = new Sent(new Place(metadata.partition(), metadata.offset()), content);
        sent.add(acknowledged);
        journal.append(acknowledged.place() + "\t" + content.key() + "\t" + content.number() + "\t" + content.crc());
    }

    /**
     * What was acknowledged, so far.
     *
     * @throws IllegalStateException where something was not, for whose fate nobody can tell
     */
    List<Sent> sent() {
        if (refused != null) {
            throw new IllegalStateException("The broker did not take an event", refused);
        }
        synchronized (sent) {
            return List.copyOf(sent);
        }
    }

    /** How many that are. */
    int count() {
        return sent.size();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        journal.close();
    }
}
