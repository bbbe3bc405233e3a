package dev.dromedary.routes.kafka.replay;

import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.deliver.Figures.Outcome;
import dev.dromedary.routes.core.deliver.Flow;
import dev.dromedary.routes.core.deliver.Lane;
import dev.dromedary.routes.kafka.cluster.Allowed;
import dev.dromedary.routes.kafka.cluster.Broker;
import dev.dromedary.routes.kafka.consume.Source;
import dev.dromedary.routes.kafka.consume.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The life of one consumer of a replay: until all is done with, it is told to end, or something is wrong. */
final class Round implements AutoCloseable {

    private static final Duration TURN = Duration.ofMillis(20);
    private static final Duration IDLE = Duration.ofMillis(200);

    private final Source letters;
    private final Timing timing;
    private final Pace pace;
    private final java.util.function.Consumer<Progress> said;
    private final Consumer<byte[], byte[]> consumer;
    private final Parts parts;
    private long committed = System.nanoTime();

    /**
     * What all rounds of a replay have in common.
     *
     * @param letters the topic, and the replay's own group
     */
    record Ways(Source letters, String id, Pace pace, Timing timing, java.util.function.Consumer<Progress> said) {}

    Round(Map<String, Object> properties, Ways ways, Flow flow) {
        this.letters = ways.letters();
        this.timing = ways.timing();
        this.pace = ways.pace();
        this.said = ways.said();
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.parts = new Parts(consumer, ways.id(), () -> flow.lane(Lane.Watcher.NOBODY), timing);
    }

    /**
     * Goes through the letters.
     *
     * @param egress where brokers may be
     */
    void run(String topic, Egress egress, BooleanSupplier goesOn) {
        List<PartitionInfo> infos = consumer.partitionsFor(topic, timing.answer());
        Allowed.check(
                egress,
                infos.stream()
                        .map(PartitionInfo::leader)
                        .filter(leader -> leader != null && !leader.isEmpty())
                        .map(leader -> new Broker(leader.host(), leader.port()))
                        .toList());
        Set<TopicPartition> all = infos.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .collect(Collectors.toSet());
        if (all.isEmpty()) {
            said.accept(new Progress(Tally.NONE, true, Optional.empty()));
            return;
        }
        consumer.subscribe(List.of(topic), parts);
        boolean over = false;
        while (!over && goesOn.getAsBoolean()) {
            turn();
            if (System.nanoTime() - committed >= timing.commit().toNanos()) {
                over = parts.isJoined() && parts.commit() && look(all);
                committed = System.nanoTime();
            }
        }
    }

    /** Only where all that this copy has is over, it matters how it is elsewhere. */
    private boolean look(Set<TopicPartition> all) {
        boolean whole = parts.all().size() == all.size();
        boolean over = parts.all().stream().allMatch(Part::isOver);
        if (whole || !over) {
            Tally tally = parts.all().stream().map(part -> part.mark().tally()).reduce(Tally.NONE, Tally::and);
            said.accept(new Progress(tally, whole && over, Optional.empty()));
            return whole && over;
        }
        Optional<Progress> everywhere = parts.everywhere(all);
        everywhere.ifPresent(said);
        return everywhere.filter(Progress::over).isPresent();
    }

    private void turn() {
        try {
            boolean waiting = parts.all().stream().anyMatch(part -> part.next() != null);
            take(consumer.poll(waiting ? TURN : IDLE));
        } catch (OffsetOutOfRangeException e) {
            consumer.seekToBeginning(e.offsetOutOfRangePartitions().keySet());
        }
        hand();
        for (Part part : parts.all()) {
            part.came(consumer.position(part.partition(), timing.answer()));
            if (part.isFetched()) {
                consumer.pause(Set.of(part.partition()));
            } else {
                consumer.resume(Set.of(part.partition()));
            }
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            parts.get(partition).came(records.records(partition));
        }
    }

    /** Hands letters over, of each partition in turn, as long as it may be. */
    private void hand() {
        boolean some = true;
        while (some) {
            some = false;
            for (Part part : parts.all()) {
                some |= handOne(part);
            }
        }
    }

    private boolean handOne(Part part) {
        ConsumerRecord<byte[], byte[]> letter = part.next();
        if (letter == null || part.lane().isFull()) {
            return false;
        }
        Optional<ReplayedEvent> event = ReplayedEvent.of(letter, letters.trigger(), letters.function(), part::over);
        if (event.isEmpty()) {
            part.over(letter.offset(), Outcome.FILTERED);
        } else if (pace.take(System.nanoTime())) {
            part.lane().offer(List.of(event.get()));
        } else {
            return false;
        }
        part.gone();
        return true;
    }

    @Override
    public void close() {
        try {
            parts.close();
        } finally {
            consumer.close(CloseOptions.timeout(timing.answer())
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
    }
}
