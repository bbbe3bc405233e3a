import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What {@code bench/kafka} measures beside the router, on the router's class path: nothing is checked, retried or kept. */
public final class EventLoops {

    private static final int AT_A_TIME = 64;
    private static final int BATCH = 500;

    private EventLoops() {}

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

    /** Arguments: broker, topic, partitions, records, keys, bytes of each value, which is JSON. */
    private static void produce(String[] arguments) throws Exception {
        String topic = arguments[1];
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", arguments[0]));
                KafkaProducer<byte[], byte[]> producer = producer(arguments[0], "50")) {
            admin.createTopics(List.of(new NewTopic(topic, Integer.parseInt(arguments[2]), (short) 1)))
                    .all()
                    .get();
            int keys = Integer.parseInt(arguments[4]);
            String filling = "x".repeat(Integer.parseInt(arguments[5]) - "{\"number\":00000000,\"filling\":\"\"}".length());
            for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
                String value = String.format(Locale.ROOT, "{\"number\":1%07d,\"filling\":\"%s\"}", i, filling);
                producer.send(new ProducerRecord<>(topic, bytes("key-" + i % keys), bytes(value)));
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

    /** The plain loop. Arguments: broker, topic, group, the function's host and port, and {@code none}, {@code key}, {@code source} or {@code batch}. */
    private static void loop(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(AT_A_TIME));
        Calls calls = new Calls(client, arguments[3], Integer.parseInt(arguments[4]));
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

    /** The calls of a poll; the next poll is when all of them are answered. */
    private record Calls(HttpClient client, String host, int port, Semaphore places) {

        Calls(HttpClient client, String host, int port) {
            this(client, host, port, new Semaphore(AT_A_TIME));
        }

        void of(ConsumerRecords<byte[], byte[]> records, String order) throws InterruptedException {
            if (order.equals("batch")) {
                batches(records);
            } else {
                Function<ConsumerRecord<byte[], byte[]>, Object> by =
                        switch (order) {
                            case "none" -> record -> record;
                            case "key" -> record -> ByteBuffer.wrap(record.key());
                            default -> ConsumerRecord::partition;
                        };
                each(records, by);
            }
            places.acquire(AT_A_TIME);
            places.release(AT_A_TIME);
        }

        private void each(ConsumerRecords<byte[], byte[]> records, Function<ConsumerRecord<byte[], byte[]>, Object> by)
                throws InterruptedException {
            Map<Object, List<ConsumerRecord<byte[], byte[]>>> chains = new HashMap<>();
            records.forEach(record -> chains.computeIfAbsent(by.apply(record), any -> new ArrayList<>()).add(record));
            for (List<ConsumerRecord<byte[], byte[]>> chain : chains.values()) {
                places.acquire();
                next(chain, 0);
            }
        }

        private void next(List<ConsumerRecord<byte[], byte[]>> chain, int at) {
            if (at == chain.size()) {
                places.release();
                return;
            }
            ConsumerRecord<byte[], byte[]> record = chain.get(at);
            call(Buffer.buffer(record.value()), record.topic() + "-" + record.partition() + "-" + record.offset())
                    .onComplete(any -> next(chain, at + 1));
        }

        private void batches(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            int count = 0;
            for (ConsumerRecord<byte[], byte[]> record : records) {
                body.write(count == 0 ? '[' : ',');
                body.writeBytes(record.value());
                if (++count == BATCH) {
                    send(body);
                    count = 0;
                }
            }
            if (count > 0) {
                send(body);
            }
        }

        private void send(ByteArrayOutputStream body) throws InterruptedException {
            body.write(']');
            places.acquire();
            call(Buffer.buffer(body.toByteArray()), "batch").onComplete(any -> places.release());
            body.reset();
        }

        private Future<?> call(Buffer body, String id) {
            return client.request(new RequestOptions().setMethod(HttpMethod.POST).setHost(host).setPort(port).setURI("/"))
                    .compose(request -> request.putHeader("content-type", "application/json")
                            .putHeader("event-id", id)
                            .send(body))
                    .compose(answer -> answer.end());
        }
    }

    /**
     * Writes so many records a second, and is the function that gets them. Arguments: broker, topic, the function's address and port,
     * records a second, seconds. Prints p50, p99 and p99.9, in ms, of the second half.
     */
    private static void latency(String[] arguments) throws Exception {
        int rate = Integer.parseInt(arguments[4]);
        int all = rate * Integer.parseInt(arguments[5]);
        long[] sent = new long[all];
        long[] taken = new long[all];
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    taken[Integer.parseInt(body.toString())] = System.nanoTime();
                    request.response().end();
                }))
                .listen(Integer.parseInt(arguments[3]), arguments[2])
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        try (KafkaProducer<byte[], byte[]> producer = producer(arguments[0], "0")) {
            long begin = System.nanoTime();
            for (int i = 0; i < all; i++) {
                long due = begin + i * 1_000_000_000L / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                sent[i] = System.nanoTime();
                producer.send(new ProducerRecord<>(arguments[1], bytes("key-" + i % 1000), bytes(Integer.toString(i))));
            }
        }
        Thread.sleep(5000);
        long missing = Arrays.stream(taken, all / 2, all).filter(at -> at == 0).count();
        double[] millis = new double[all - all / 2];
        for (int i = all / 2; i < all; i++) {
            millis[i - all / 2] = (taken[i] - sent[i]) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "{\"p50\": %.3f, \"p99\": %.3f, \"p999\": %.3f, \"missing\": %d}%n",
                millis[millis.length / 2],
                millis[millis.length * 99 / 100],
                millis[millis.length * 999 / 1000],
                missing);
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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
