import io.vertx.core.http.HttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** What {@code bench/kinesis} measures beside the router. A thread a shard, which asks five times a second at most, as AWS lets it. */
public final class KinesisLoops {

    private static final int LIMIT = 2000;
    private static final int PUT = 500;
    private static final int WRITERS = 4;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private KinesisLoops() {}

    public static void main(String[] arguments) throws Exception {
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        try (KinesisClient client = client(rest[0])) {
            switch (arguments[0]) {
                case "produce" -> produce(client, rest);
                case "raw" -> raw(client, rest);
                case "loop" -> loop(client, rest);
                case "latency" -> latency(client, rest);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    /** Arguments: endpoint, stream, shards, records, keys, bytes of each value. */
    private static void produce(KinesisClient client, String[] arguments) {
        String stream = arguments[1];
        client.createStream(request -> request.streamName(stream).shardCount(Integer.parseInt(arguments[2])));
        while (client.describeStreamSummary(request -> request.streamName(stream))
                        .streamDescriptionSummary()
                        .streamStatus()
                != StreamStatus.ACTIVE) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        int all = Integer.parseInt(arguments[3]);
        int keys = Integer.parseInt(arguments[4]);
        int length = Integer.parseInt(arguments[5]);
        for (int i = 0; i < all; i += PUT) {
            put(
                    client,
                    stream,
                    IntStream.range(i, Math.min(all, i + PUT))
                            .mapToObj(number -> entry(number, keys, EventLoops.value(number, length)))
                            .toList());
        }
    }

    private static PutRecordsRequestEntry entry(int number, int keys, byte[] value) {
        return PutRecordsRequestEntry.builder()
                .partitionKey("key-" + number % keys)
                .data(SdkBytes.fromByteArray(value))
                .build();
    }

    private static void put(KinesisClient client, String stream, List<PutRecordsRequestEntry> records) {
        if (client.putRecords(request -> request.streamName(stream).records(records))
                        .failedRecordCount()
                > 0) {
            throw new IllegalStateException("Records were not taken by " + stream);
        }
    }

    /** Reads and counts: what no consumer can be faster than. Arguments: endpoint, stream, records. Prints how many a second, of the second half. */
    private static void raw(KinesisClient client, String[] arguments) throws InterruptedException {
        long all = Long.parseLong(arguments[2]);
        AtomicLong count = new AtomicLong();
        long[] half = new long[2];
        read(client, arguments[1], shard -> records -> {
                    long now = count.addAndGet(records.size());
                    synchronized (half) {
                        if (half[0] == 0 && now >= all / 2) {
                            half[0] = now;
                            half[1] = System.nanoTime();
                        }
                        if (now >= all) {
                            System.out.println((now - half[0]) * 1e9 / (System.nanoTime() - half[1]));
                            System.exit(0);
                        }
                    }
                });
    }

    /**
     * The plain loop: a shard is asked again when all calls for it are answered; each has its part of the calls at a time. Arguments:
     * endpoint, stream, the function's host and port, and the order.
     */
    private static void loop(KinesisClient client, String[] arguments) throws InterruptedException {
        HttpClient http = EventLoops.client();
        EventLoops.To to = new EventLoops.To(arguments[2], Integer.parseInt(arguments[3]));
        int shards = shards(client, arguments[1]).size();
        read(client, arguments[1], shard -> {
            EventLoops.Form<Record> form = new EventLoops.Form<>(
                    Record::partitionKey,
                    record -> shard,
                    record -> record.data().asByteArrayUnsafe(),
                    record -> shard + "-" + record.sequenceNumber());
            EventLoops.Calls<Record> calls = new EventLoops.Calls<>(http, to, form, EventLoops.AT_A_TIME / shards);
            return records -> calls.of(records, arguments[4]);
        });
    }

    private interface Taker {
        void take(List<Record> records) throws InterruptedException;
    }

    private interface Takers {
        Taker of(String shard);
    }

    /** Reads all shards from their beginning, for ever. */
    private static void read(KinesisClient client, String stream, Takers takers) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Shard shard : shards(client, stream)) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    read(client, stream, shard.shardId(), takers.of(shard.shardId()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void read(KinesisClient client, String stream, String shard, Taker taker) throws InterruptedException {
        String iterator = client.getShardIterator(request -> request.streamName(stream)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        while (true) {
            long next = System.nanoTime() + PAUSE.toNanos();
            String from = iterator;
            GetRecordsResponse answer =
                    client.getRecords(request -> request.shardIterator(from).limit(LIMIT));
            iterator = answer.nextShardIterator();
            taker.take(answer.records());
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }

    private static List<Shard> shards(KinesisClient client, String stream) {
        return client.listShards(request -> request.streamName(stream)).shards();
    }

    /**
     * Writes so many records a second, those of each hundredth of a second together, and is the function that gets them. Arguments: endpoint,
     * stream, the function's address and port, records a second, seconds.
     */
    private static void latency(KinesisClient client, String[] arguments) throws Exception {
        int rate = Integer.parseInt(arguments[4]);
        int all = rate * Integer.parseInt(arguments[5]);
        int each = rate / 100;
        EventLoops.Late late = new EventLoops.Late(new EventLoops.To(arguments[2], Integer.parseInt(arguments[3])), all);
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            long begin = System.nanoTime();
            for (int i = 0; i < all; i += each) {
                long due = begin + i * 1_000_000_000L / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                IntStream numbers = IntStream.range(i, i + each).peek(late::sent);
                List<PutRecordsRequestEntry> entries = numbers.mapToObj(
                                number -> entry(number, 1000, EventLoops.bytes(Integer.toString(number))))
                        .toList();
                writers.execute(() -> put(client, arguments[1], entries));
            }
        }
        late.print();
        System.exit(0);
    }

    private static KinesisClient client(String endpoint) {
        return KinesisClient.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }
}
