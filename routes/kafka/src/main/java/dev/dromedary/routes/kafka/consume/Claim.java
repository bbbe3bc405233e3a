package dev.dromedary.routes.kafka.consume;

import dev.dromedary.routes.core.deliver.Lane;
import org.apache.kafka.common.TopicPartition;

/**
 * A partition that this copy has for now: how far it is read, settled and committed. Offsets are not dense: compaction takes
 * records out, and what transactions write stands between them. On the reader's thread alone.
 */
final class Claim {

    private final TopicPartition partition;
    private final Lane lane;
    private final String mark;
    private long read;
    private long committed;
    private boolean paused;

    /**
     * A partition, read from there.
     *
     * @param mark goes with every commit
     */
    Claim(TopicPartition partition, Lane lane, long from, String mark) {
        this.partition = partition;
        this.lane = lane;
        this.read = from;
        this.committed = from;
        this.mark = mark;
    }

    TopicPartition partition() {
        return partition;
    }

    Lane lane() {
        return lane;
    }

    String mark() {
        return mark;
    }

    /** All before this offset was handed to the lane, or is nothing that anybody reads. */
    void read(long next) {
        read = next;
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

    /** Whether there is something to commit. */
    boolean isDue() {
        return settled() != committed;
    }

    /** Whether the lane has something that is to be waited for, or there is something to commit. */
    boolean isBusy() {
        return lane.outstanding() > 0 || isDue();
    }

    void committed(long offset) {
        committed = offset;
    }

    boolean isPaused() {
        return paused;
    }

    void paused(boolean now) {
        paused = now;
    }
}
