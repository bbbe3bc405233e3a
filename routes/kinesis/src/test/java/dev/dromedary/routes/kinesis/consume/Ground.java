package dev.dromedary.routes.kinesis.consume;

import static org.awaitility.Awaitility.await;

import dev.dromedary.routes.kinesis.RealKinesis;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** An emulator with what a test does there: streams, records, splits and merges. */
public final class Ground implements AutoCloseable {

    private final RealKinesis kinesis;
    private final KinesisClient client;

    public Ground(RealKinesis.Emulator emulator) {
        this.kinesis = RealKinesis.start(emulator);
        this.client = kinesis.client();
    }

    public RealKinesis kinesis() {
        return kinesis;
    }

    KinesisClient client() {
        return client;
    }

    /** A new stream. */
    public String stream(int shards) {
        String name = "stream-" + UUID.randomUUID();
        make(name, shards);
        return name;
    }

    public void make(String name, int shards) {
        client.createStream(request -> request.streamName(name).shardCount(shards));
        awaitActive(name);
    }

    /** Sends numbers, each under one of so many keys. */
    public void send(String stream, int from, int to, int keys) {
        for (int i = from; i < to; i++) {
            String key = "k" + i % keys;
            String data = String.valueOf(i);
            client.putRecord(
                    request -> request.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String(data)));
        }
    }

    void send(String stream, String key, byte[] data) {
        client.putRecord(request -> request.streamName(stream).partitionKey(key).data(SdkBytes.fromByteArray(data)));
    }

    /** All shards, closed ones too. */
    List<Shard> shards(String stream) {
        return client.listShards(request -> request.streamName(stream)).shards();
    }

    private List<Shard> open(String stream) {
        return shards(stream).stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .toList();
    }

    /** Halves the first open shard. */
    void split(String stream) {
        Shard shard = open(stream).getFirst();
        BigInteger middle = new BigInteger(shard.hashKeyRange().startingHashKey())
                .add(new BigInteger(shard.hashKeyRange().endingHashKey()))
                .divide(BigInteger.TWO)
                .add(BigInteger.ONE);
        client.splitShard(request ->
                request.streamName(stream).shardToSplit(shard.shardId()).newStartingHashKey(middle.toString()));
        awaitActive(stream);
    }

    /** Makes one of the first two open shards that are neighbours. */
    void merge(String stream) {
        List<Shard> open = open(stream);
        for (Shard one : open) {
            for (Shard other : open) {
                BigInteger next = new BigInteger(one.hashKeyRange().endingHashKey()).add(BigInteger.ONE);
                if (next.toString().equals(other.hashKeyRange().startingHashKey())) {
                    client.mergeShards(request -> request.streamName(stream)
                            .shardToMerge(one.shardId())
                            .adjacentShardToMerge(other.shardId()));
                    awaitActive(stream);
                    return;
                }
            }
        }
        throw new IllegalStateException("No neighbours in " + open);
    }

    private void awaitActive(String stream) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> client.describeStreamSummary(request -> request.streamName(stream))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    @Override
    public void close() {
        client.close();
        kinesis.close();
    }
}
