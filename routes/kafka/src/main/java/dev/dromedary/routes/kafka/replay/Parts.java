package dev.dromedary.routes.kafka.replay;

import dev.dromedary.routes.core.deliver.Lane;
import dev.dromedary.routes.kafka.consume.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions of a dead-letter topic that a replay has, as its group gives and takes them. On the replay's thread alone. */
final class Parts implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
    private static final Duration TURN = Duration.ofMillis(50);

    private final Consumer<byte[], byte[]> consumer;
    private final String id;
    private final Supplier<Lane> lanes;
    private final Timing timing;
    private final Map<TopicPartition, Part> parts = new HashMap<>();
    private boolean joined;

    /**
     * None yet.
     *
     * @param id of the replay
     * @param lanes makes one for each
     */
    Parts(Consumer<byte[], byte[]> consumer, String id, Supplier<Lane> lanes, Timing timing) {
        this.consumer = consumer;
        this.id = id;
        this.lanes = lanes;
        this.timing = timing;
    }

    Collection<Part> all() {
        return parts.values();
    }

    Part get(TopicPartition partition) {
        return parts.get(partition);
    }

    /** Where each ends is committed before anything is read: what fails again comes after it, and is not of this replay. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        joined = true;
        if (partitions.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = committed(Set.copyOf(partitions));
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, timing.answer());
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timing.answer());
        Map<TopicPartition, OffsetAndMetadata> begun = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata known = committed.get(partition);
            long from = Math.max(first.get(partition), known == null ? 0 : known.offset());
            Mark mark = mark(known).orElseGet(() -> begins(from, ends.get(partition)));
            begun.put(partition, new OffsetAndMetadata(from, mark.text()));
            parts.put(partition, new Part(partition, lanes.get(), from, mark));
        }
        consumer.commitSync(begun, timing.answer());
        begun.forEach((partition, offset) -> consumer.seek(partition, offset.offset()));
    }

    private Mark begins(long from, long end) {
        long asked = Math.max(0, end - from);
        return new Mark(id, from + asked, new Tally(asked, 0, 0, 0));
    }

    /** That of this replay; empty: another is the last that there was. */
    private Optional<Mark> mark(OffsetAndMetadata known) {
        return Optional.ofNullable(known)
                .flatMap(offset -> Mark.of(offset.metadata()))
                .filter(mark -> mark.id().equals(id));
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>(consumer.committed(partitions, timing.answer()));
        all.values().removeIf(Objects::isNull);
        return all;
    }

    /** Whether its consumer has become a member of the group. */
    boolean isJoined() {
        return joined;
    }

    /**
     * How far each partition of the topic is, whoever has it; empty: somewhere it has not begun yet, or it is not to be had now. While
     * a consumer waits for the other members, brokers answer it nothing else. Were it given up for that, it would be one more member
     * that nothing is heard of.
     */
    Optional<Progress> everywhere(Set<TopicPartition> partitions) {
        try {
            return progress(partitions, committed(partitions));
        } catch (TimeoutException e) {
            LOG.debug("How far a replay is elsewhere is not to be had now id={}", id, e);
            return Optional.empty();
        }
    }

    private Optional<Progress> progress(
            Set<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> committed) {
        Tally tally = Tally.NONE;
        boolean over = true;
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = committed.get(partition);
            Optional<Mark> mark = mark(offset);
            if (mark.isEmpty()) {
                return Optional.empty();
            }
            tally = tally.and(mark.get().tally());
            over &= offset.offset() >= mark.get().end();
        }
        return Optional.of(new Progress(tally, over, Optional.empty()));
    }

    /** Commits what is settled, and waits for it; while the group changes, another time. Whether it has. */
    boolean commit() {
        try {
            commit(parts.values());
            return true;
        } catch (RebalanceInProgressException e) {
            return false;
        }
    }

    private void commit(Collection<Part> of) {
        Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
        of.forEach(part -> Optional.ofNullable(part.due()).ifPresent(offset -> due.put(part.partition(), offset)));
        if (!due.isEmpty()) {
            consumer.commitSync(due, timing.answer());
            of.forEach(part -> Optional.ofNullable(due.get(part.partition())).ifPresent(part::committed));
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        List<Part> going = remove(partitions);
        drain(going);
        try {
            commit(going);
        } catch (KafkaException e) {
            LOG.warn(
                    "The last commit of a replay failed, whoever is next repeats id={} because={}", id, e.getMessage());
        }
    }

    private void drain(Collection<Part> going) {
        CompletableFuture.allOf(going.stream().map(part -> part.lane().close()).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, timing.drain().toMillis(), TimeUnit.MILLISECONDS)
                .join();
        going.forEach(part -> part.lane().abandon());
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        remove(partitions).forEach(part -> part.lane().abandon());
    }

    private List<Part> remove(Collection<TopicPartition> partitions) {
        List<Part> removed = new ArrayList<>();
        partitions.forEach(
                partition -> Optional.ofNullable(parts.remove(partition)).ifPresent(removed::add));
        return removed;
    }

    /** Lets go of all of them. A change of the group that is under way is gone through first: in between nobody may commit. */
    void close() {
        drain(parts.values());
        long end = System.nanoTime() + timing.answer().toNanos();
        while (!commit() && System.nanoTime() < end) {
            consumer.pause(consumer.assignment());
            consumer.poll(TURN);
        }
        onPartitionsLost(List.copyOf(parts.keySet()));
    }
}
