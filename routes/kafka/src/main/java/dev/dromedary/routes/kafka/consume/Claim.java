package dev.dromedary.routes.kafka.consume;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.deliver.Lane;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A partition that this copy has for now: how far it is read, settled and committed. Offsets are not dense: compaction takes
 * records out, and what transactions write stands between them. On the reader's thread alone.
 */
final class Claim {

    private final TopicPartition partition;
    private final Lane lane;
    private final Mark mark;
    private final Ahead ahead;
    private boolean plain;
    private long read;
    private long committed;
    private int counted;
    private boolean paused;

    /** What is to be committed, and how much was settled by then. */
    record Due(Claim claim, OffsetAndMetadata commit, int counted) {

        /** It is committed. */
        void done() {
            claim.committed = commit.offset();
            claim.counted = counted;
        }

        /** The broker does not take so much metadata. */
        void tooLong() {
            claim.plain = true;
        }
    }

    /**
     * A partition, read from there.
     *
     * @param from what is committed
     * @param mark that stands beside it
     * @param ahead what of it is settled beyond that
     */
    Claim(TopicPartition partition, Lane lane, long from, Mark mark, Ahead ahead) {
        this.partition = partition;
        this.lane = lane;
        this.mark = mark;
        this.ahead = ahead;
        this.read = from;
        this.committed = from;
    }

    TopicPartition partition() {
        return partition;
    }

    Lane lane() {
        return lane;
    }

    /** Hands records over to the lane, but those that are settled already. */
    void take(List<ConsumerRecord<byte[], byte[]>> records, Key trigger) {
        lane.offer(records.stream()
                .filter(record -> !ahead.isSettled(record.offset()))
                .map(record -> new KafkaEvent(record, trigger, ahead))
                .toList());
    }

    /** All before this offset was handed to the lane, or is nothing that anybody reads. */
    void read(long next) {
        read = next;
    }

    /** What was to be read next is not there, and these may be other records: none of them was settled. */
    void beginAgain(long first) {
        read = first;
        ahead.forget(first);
    }

    long read() {
        return read;
    }

    /**
     * All before this offset is settled. What is outstanding is asked first: only this thread adds to it, so that where it is nothing,
     * all that was read is settled.
     */
    long settled() {
        if (lane.outstanding() == 0) {
            return read;
        }
        return lane.settled() instanceof Long last ? last + 1 : committed;
    }

    /** What is to be committed; empty: nothing new. */
    Optional<Due> due() {
        int count = ahead.count();
        long settled = settled();
        if (settled == committed && count == counted) {
            return Optional.empty();
        }
        String beyond = ahead.after(settled);
        Mark with = new Mark(mark.partitions(), plain ? "" : beyond);
        return Optional.of(new Due(this, new OffsetAndMetadata(settled, with.toString()), count));
    }

    /** How many were settled since the last commit. */
    int fresh() {
        return ahead.count() - counted;
    }

    /** Whether the lane has something that is to be waited for, or there is something to commit. */
    boolean isBusy() {
        return lane.outstanding() > 0 || settled() != committed;
    }

    boolean isPaused() {
        return paused;
    }

    void paused(boolean now) {
        paused = now;
    }
}
