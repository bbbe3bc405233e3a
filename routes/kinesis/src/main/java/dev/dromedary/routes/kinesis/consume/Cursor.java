package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.routes.kinesis.lease.Position;
import dev.dromedary.routes.kinesis.stream.KinesisStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Where in a shard reading stands. Of one thread; waits for the service. */
final class Cursor {

    private static final Logger LOG = LoggerFactory.getLogger(Cursor.class);

    /** AWS gives 10 MB at most, whatever is asked for. */
    private static final int LIMIT = 2000;

    private final KinesisClient client;
    private final KinesisStream stream;
    private final KinesisEvent.Of of;
    private Position position;
    private boolean fresh;
    private String iterator;

    /**
     * What an answer brought.
     *
     * @param behind for how many milliseconds what is behind it had been there, then; 0: there was nothing
     * @param last whether the shard says that it has ended
     */
    record Batch(List<KinesisEvent> events, long behind, boolean last) {}

    /**
     * A cursor.
     *
     * @param fresh whether that is where a trigger began just now: with what comes, and not with what may have come since
     */
    Cursor(KinesisClient client, KinesisStream stream, KinesisEvent.Of of, Position position, boolean fresh) {
        this.client = client;
        this.stream = stream;
        this.of = of;
        this.position = position;
        this.fresh = fresh;
    }

    KinesisStream stream() {
        return stream;
    }

    /** What was read. */
    Position position() {
        return position;
    }

    /** Goes on behind what was read, with another iterator: each lives for five minutes, and is good once. */
    void again() {
        iterator = null;
    }

    /**
     * Reads on.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the service does not let it; nothing is passed over then
     */
    Batch next() {
        String from = iterator == null ? open() : iterator;
        GetRecordsResponse answer =
                client.getRecords(request -> request.shardIterator(from).limit(LIMIT));
        List<KinesisEvent> events = new ArrayList<>();
        for (Record record : answer.records()) {
            events.addAll(KinesisEvent.of(of, record, position));
            position = Position.After.whole(record.sequenceNumber());
        }
        iterator = answer.nextShardIterator();
        long behind = answer.millisBehindLatest() == null ? 0 : answer.millisBehindLatest();
        return new Batch(events, behind, iterator == null);
    }

    private String open() {
        try {
            String opened = client.getShardIterator(request()).shardIterator();
            fresh = false;
            return opened;
        } catch (InvalidArgumentException e) {
            if (!(position instanceof Position.After)) {
                throw e;
            }
            LOG.warn(
                    "Records are gone that were not read: reading goes on with the oldest shard={} after={}",
                    of.shard(),
                    position.text());
            position = new Position.Beginning();
            return client.getShardIterator(request()).shardIterator();
        }
    }

    private GetShardIteratorRequest request() {
        GetShardIteratorRequest.Builder request =
                GetShardIteratorRequest.builder().streamName(stream.name()).shardId(of.shard());
        switch (position) {
            case Position.At at when fresh -> request.shardIteratorType(ShardIteratorType.LATEST);
            case Position.At at ->
                request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(past(at.time()));
            case Position.After after ->
                request.shardIteratorType(
                                after.isPart()
                                        ? ShardIteratorType.AT_SEQUENCE_NUMBER
                                        : ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .startingSequenceNumber(after.sequence());
            default -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
        }
        return request.build();
    }

    /** No service takes a time that is still to come. */
    private static Instant past(Instant time) {
        Instant now = Clock.systemUTC().instant();
        return time.isAfter(now) ? now : time;
    }
}
