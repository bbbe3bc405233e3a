import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What {@code bench/kafka} measures beside the router. */
public final class KafkaLoops {

    private static final EventLoops.Form<ConsumerRecord<byte[], byte[]>> FORM = new EventLoops.Form<>(
            record -> ByteBuffer.wrap(record.key()),
            ConsumerRecord::partition,
            ConsumerRecord::value,
            record -> record.topic() + "-" + record.partition() + "-" + record.offset());

    private KafkaLoops() {}

    public static void main(String[] arguments) throws Exception {
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (arguments[0]) {
            case "produce" -> produce(rest);
            case "raw" -> raw(rest);
            case "loop" -> loop(rest);
            case "latency" -> latency(rest);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Arguments: broker, topic, partitions, records, keys, bytes of each value. */
    private static void produce(String[] arguments) throws Exception {
        String topic = arguments[1];
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", arguments[0]));
                KafkaProducer<byte[], byte[]> producer = producer(arguments[0], "50")) {
            admin.createTopics(List.of(new NewTopic(topic, Integer.parseInt(arguments[2]), (short) 1)))
                    .all()
                    .get();
            int keys = Integer.parseInt(arguments[4]);
            for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
                producer.send(new ProducerRecord<>(
                        topic,
                        EventLoops.bytes("key-" + i % keys),
                        EventLoops.value(i, Integer.parseInt(arguments[5]))));
            }
        }
    }

    /** Reads and counts: what no consumer can be faster than. Arguments: broker, topic, records. Prints how many a second, of the second half. */
    private static void raw(String[] arguments) {
        long all = Long.parseLong(arguments[2]);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(arguments[0], "raw-" + System.nanoTime())) {
            consumer.subscribe(List.of(arguments[1]));
            long count = 0;
            long half = 0;
            long since = 0;
            while (count < all) {
                count += consumer.poll(Duration.ofMillis(500)).count();
                if (half == 0 && count >= all / 2) {
                    half = count;
                    since = System.nanoTime();
                }
            }
            System.out.println((count - half) * 1e9 / (System.nanoTime() - since));
        }
    }

    /** The plain loop: the next poll is when all calls are answered. Arguments: broker, topic, group, the function's host and port, and the order. */
    private static void loop(String[] arguments) throws Exception {
        EventLoops.Calls<ConsumerRecord<byte[], byte[]>> calls = new EventLoops.Calls<>(
                EventLoops.client(),
                new EventLoops.To(arguments[3], Integer.parseInt(arguments[4])),
                FORM,
                EventLoops.AT_A_TIME);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(arguments[0], arguments[2])) {
            consumer.subscribe(List.of(arguments[1]));
            while (true) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(500));
                calls.of(records, arguments[5]);
                if (!records.isEmpty()) {
                    consumer.commitAsync();
                }
            }
        }
    }

    /**
     * Writes so many records a second, and is the function that gets them. Arguments: broker, topic, the function's address and port,
     * records a second, seconds.
     */
    private static void latency(String[] arguments) throws Exception {
        int rate = Integer.parseInt(arguments[4]);
        int all = rate * Integer.parseInt(arguments[5]);
        EventLoops.Late late = new EventLoops.Late(new EventLoops.To(arguments[2], Integer.parseInt(arguments[3])), all);
        try (KafkaProducer<byte[], byte[]> producer = producer(arguments[0], "0")) {
            long begin = System.nanoTime();
            for (int i = 0; i < all; i++) {
                long due = begin + i * 1_000_000_000L / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                late.sent(i);
                producer.send(new ProducerRecord<>(
                        arguments[1], EventLoops.bytes("key-" + i % 1000), EventLoops.bytes(Integer.toString(i))));
            }
        }
        late.print();
        System.exit(0);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String broker, String group) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", broker,
                        "group.id", group,
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false",
                        "max.poll.records", "2000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static KafkaProducer<byte[], byte[]> producer(String broker, String linger) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker, "linger.ms", linger, "batch.size", "65536"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
