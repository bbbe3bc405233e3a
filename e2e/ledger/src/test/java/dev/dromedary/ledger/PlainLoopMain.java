package dev.dromedary.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The process of {@link PlainLoop}: one event at a time. */
public final class PlainLoopMain {

    private static final int TAKEN = 200;
    private static final int REFUSED = 400;
    private static final int PUT_OFF = 429;
    private static final int POLLED = 200;

    private final HttpClient client = HttpClient.newHttpClient();
    private final KafkaProducer<byte[], byte[]> letters;
    private final URI function;

    private PlainLoopMain(String brokers, URI function) {
        this.function = function;
        this.letters = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Runs until it is killed. Its arguments: brokers, its name in the group, the function, whether it commits early. */
    public static void main(String[] arguments) throws Exception {
        boolean early = Boolean.parseBoolean(arguments[3]);
        PlainLoopMain loop = new PlainLoopMain(arguments[0], URI.create(arguments[2]));
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", arguments[0],
                        "group.id", "plain",
                        "group.instance.id", arguments[1],
                        "session.timeout.ms", "6000",
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest",
                        "max.poll.records", POLLED),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(java.util.List.of(Setting.TOPIC));
            while (!Thread.currentThread().isInterrupted()) {
                var records = consumer.poll(Duration.ofMillis(100));
                if (early) {
                    commit(consumer);
                }
                for (var record : records) {
                    loop.deliver(record);
                }
                if (!early) {
                    commit(consumer);
                }
            }
        }
    }

    /** What cannot be committed comes again. */
    private static void commit(KafkaConsumer<byte[], byte[]> consumer) {
        try {
            consumer.commitSync();
        } catch (KafkaException e) {
            System.out.println("Not committed: " + e);
        }
    }

    private void deliver(ConsumerRecord<byte[], byte[]> record) throws Exception {
        int failures = 0;
        while (true) {
            int status = call(record);
            if (status == TAKEN) {
                return;
            }
            failures += status == PUT_OFF || status == 0 ? 0 : 1;
            if (status == REFUSED || failures == Setting.ATTEMPTS) {
                keep(record, status == REFUSED ? "Refused" : "Exhausted", failures);
                return;
            }
        }
    }

    /** The status; -1: broken, or late; 0: there is nobody. */
    private int call(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(function)
                .timeout(Setting.TIMEOUT)
                .header("event-id", id(record))
                .header("event-key", new String(record.key(), StandardCharsets.US_ASCII))
                .header("event-partition", Integer.toString(record.partition()))
                .header("event-offset", Long.toString(record.offset()))
                .header(
                        "event-header-number",
                        new String(record.headers().lastHeader("number").value(), StandardCharsets.US_ASCII))
                .POST(HttpRequest.BodyPublishers.ofByteArray(record.value()))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (java.net.ConnectException e) {
            return 0;
        } catch (IOException e) {
            return -1;
        }
    }

    private void keep(ConsumerRecord<byte[], byte[]> record, String reason, int attempts) throws Exception {
        var letter = new ProducerRecord<>("plain-letters", null, record.key(), record.value(), record.headers());
        letter.headers().add("dead-letter-event-id", id(record).getBytes(StandardCharsets.UTF_8));
        letter.headers().add("dead-letter-reason", reason.getBytes(StandardCharsets.UTF_8));
        letter.headers().add("dead-letter-attempts", Integer.toString(attempts).getBytes(StandardCharsets.UTF_8));
        letters.send(letter).get();
    }

    private static String id(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "-" + record.partition() + "-" + record.offset();
    }
}
