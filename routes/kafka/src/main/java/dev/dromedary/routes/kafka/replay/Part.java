package dev.dromedary.routes.kafka.replay;

import dev.dromedary.routes.core.deliver.Figures.Outcome;
import dev.dromedary.routes.core.deliver.Lane;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A partition of a dead-letter topic, as far as a replay has it. On the replay's thread, but for what its events say of themselves. */
final class Part {

    private final TopicPartition partition;
    private final Lane lane;
    private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private final NavigableMap<Long, Outcome> over = new ConcurrentSkipListMap<>();
    private Mark mark;
    private long read;
    private long committed;

    /**
     * A partition, from there on.
     *
     * @param mark how far it is
     */
    Part(TopicPartition partition, Lane lane, long from, Mark mark) {
        this.partition = partition;
        this.lane = lane;
        this.mark = mark;
        this.read = from;
        this.committed = from;
    }

    TopicPartition partition() {
        return partition;
    }

    Lane lane() {
        return lane;
    }

    /** These came; of those that the replay does not reach, nothing is taken. */
    void came(List<ConsumerRecord<byte[], byte[]>> records) {
        records.stream().filter(record -> record.offset() < mark.end()).forEach(waiting::add);
    }

    /** All before that offset is here, or is nothing that anybody reads. */
    void came(long next) {
        if (waiting.isEmpty()) {
            read = Math.min(mark.end(), Math.max(read, next));
        }
    }

    /** What is to go next; {@code null}: nothing is here. */
    ConsumerRecord<byte[], byte[]> next() {
        return waiting.peek();
    }

    /** That has gone. */
    void gone() {
        read = waiting.remove().offset() + 1;
    }

    /** What became of a letter. On any thread. */
    void over(long offset, Outcome outcome) {
        over.put(offset, outcome);
    }

    /** Whether nothing more of it is to be fetched for now. */
    boolean isFetched() {
        return !waiting.isEmpty() || read >= mark.end();
    }

    /** All before this offset is settled. What is outstanding is asked first: only this thread adds to it. */
    private long settled() {
        if (lane.outstanding() == 0) {
            return read;
        }
        return lane.settled() instanceof Long last ? Math.max(committed, last + 1) : committed;
    }

    /** What is to be committed; {@code null}: nothing new. */
    OffsetAndMetadata due() {
        long settled = settled();
        if (settled == committed) {
            return null;
        }
        Tally tally = mark.tally();
        for (Map.Entry<Long, Outcome> entry : over.headMap(settled).entrySet()) {
            tally = tally.and(one(entry.getValue()));
        }
        return new OffsetAndMetadata(settled, new Mark(mark.id(), mark.end(), tally).text());
    }

    private static Tally one(Outcome outcome) {
        return switch (outcome) {
            case DELIVERED -> new Tally(0, 1, 0, 0);
            case FILTERED -> new Tally(0, 0, 0, 1);
            case DEAD_LETTERED, DROPPED, RELEASED -> new Tally(0, 0, 1, 0);
        };
    }

    /** That is committed. */
    void committed(OffsetAndMetadata offset) {
        committed = offset.offset();
        mark = Mark.of(offset.metadata()).orElseThrow();
        over.headMap(committed).clear();
    }

    /** How far it is, as was committed. */
    Mark mark() {
        return mark;
    }

    /** Whether all of it is settled and committed. */
    boolean isOver() {
        return committed >= mark.end();
    }
}
