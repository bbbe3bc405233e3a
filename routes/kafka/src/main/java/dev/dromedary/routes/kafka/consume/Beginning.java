package dev.dromedary.routes.kafka.consume;

import dev.dromedary.routes.kafka.park.Parked;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where reading begins. A group that has no position in a partition gets one at once, and commits it: else all that comes until its
 * first commit would be lost to a copy that is killed meanwhile. With each commit goes how many partitions its topic had at first:
 * those that came later are read from their beginning, also where the trigger begins with what is new.
 */
final class Beginning {

    private final StartPosition start;
    private final Duration answer;
    private Set<String> known;
    private Map<TopicPartition, OffsetAndMetadata> kept = Map.of();

    Beginning(StartPosition start, Duration answer) {
        this.start = start;
        this.answer = answer;
    }

    /** There are these topics; those that are not among the first are new. */
    void topics(Set<String> now) {
        if (known == null) {
            known = Set.copyOf(now);
        }
    }

    /** It was parked, and this was seen meanwhile: where the brokers have forgotten what was committed, it stands. */
    void resume(Parked.Known seen) {
        if (!seen.topics().isEmpty()) {
            topics(seen.topics());
        }
        kept = Map.copyOf(seen.committed());
    }

    /**
     * Gives each partition a position.
     *
     * @return each with what its group has committed there
     */
    Map<TopicPartition, OffsetAndMetadata> begin(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Set<TopicPartition> all = all(consumer, partitions);
        Map<TopicPartition, OffsetAndMetadata> committed =
                new HashMap<>(Waker.steadily(() -> consumer.committed(all, answer)));
        committed.values().removeIf(Objects::isNull);
        Set<TopicPartition> missing = new HashSet<>(partitions);
        missing.removeAll(committed.keySet());
        Map<TopicPartition, OffsetAndMetadata> forgotten = new HashMap<>(kept);
        forgotten.keySet().retainAll(missing);
        missing.removeAll(forgotten.keySet());
        committed.putAll(forgotten);
        Map<String, Integer> marks = marks(all, committed);
        Map<TopicPartition, OffsetAndMetadata> begun = new HashMap<>(marked(forgotten, marks));
        if (!missing.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> fresh = new HashMap<>();
            positions(consumer, missing, marks)
                    .forEach((partition, offset) -> fresh.put(partition, new OffsetAndMetadata(offset)));
            begun.putAll(marked(fresh, marks));
        }
        commit(consumer, begun);
        committed.keySet().retainAll(partitions);
        begun.putAll(marked(committed, marks));
        return begun;
    }

    private void commit(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> begun) {
        if (begun.isEmpty()) {
            return;
        }
        Waker.steadily(() -> {
            consumer.commitSync(begun, answer);
            return true;
        });
        begun.forEach((partition, offset) -> consumer.seek(partition, offset.offset()));
    }

    /** Those, and the others of their topics. */
    private Set<TopicPartition> all(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Set<TopicPartition> all = new HashSet<>(partitions);
        partitions.stream()
                .map(TopicPartition::topic)
                .distinct()
                .flatMap(topic -> Waker.steadily(() -> consumer.partitionsFor(topic, answer)).stream())
                .forEach(info -> all.add(new TopicPartition(info.topic(), info.partition())));
        return all;
    }

    private static Map<TopicPartition, OffsetAndMetadata> marked(
            Map<TopicPartition, OffsetAndMetadata> offsets, Map<String, Integer> marks) {
        Map<TopicPartition, OffsetAndMetadata> marked = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            String ahead = Mark.of(offset.metadata()).map(Mark::ahead).orElse("");
            Mark mark = new Mark(marks.get(partition.topic()), ahead);
            marked.put(partition, new OffsetAndMetadata(offset.offset(), mark.toString()));
        });
        return marked;
    }

    /** For each topic how many partitions its group's commits say it had, or if they say nothing yet, how many it has. */
    private static Map<String, Integer> marks(
            Set<TopicPartition> all, Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<String, Integer> marks = new TreeMap<>();
        committed.forEach((partition, offset) ->
                Mark.of(offset.metadata()).ifPresent(mark -> marks.put(partition.topic(), mark.partitions())));
        all.stream()
                .collect(Collectors.groupingBy(TopicPartition::topic, Collectors.counting()))
                .forEach((topic, count) -> marks.putIfAbsent(topic, count.intValue()));
        return marks;
    }

    private Map<TopicPartition, Long> positions(
            Consumer<?, ?> consumer, Set<TopicPartition> missing, Map<String, Integer> marks) {
        return switch (start) {
            case StartPosition.Earliest earliest -> Waker.steadily(() -> consumer.beginningOffsets(missing, answer));
            case StartPosition.At at -> at(consumer, missing, at.time().toEpochMilli());
            case StartPosition.Latest latest -> latest(consumer, missing, marks);
        };
    }

    private Map<TopicPartition, Long> at(Consumer<?, ?> consumer, Set<TopicPartition> missing, long millis) {
        Map<TopicPartition, Long> times = missing.stream().collect(Collectors.toMap(any -> any, any -> millis));
        Map<TopicPartition, Long> positions = new HashMap<>(Waker.steadily(() -> consumer.endOffsets(missing, answer)));
        Waker.steadily(() -> consumer.offsetsForTimes(times, answer)).forEach((partition, found) -> {
            if (found != null) {
                positions.put(partition, found.offset());
            }
        });
        return positions;
    }

    private Map<TopicPartition, Long> latest(
            Consumer<?, ?> consumer, Set<TopicPartition> missing, Map<String, Integer> marks) {
        Set<TopicPartition> fresh = missing.stream()
                .filter(partition ->
                        !known.contains(partition.topic()) || partition.partition() >= marks.get(partition.topic()))
                .collect(Collectors.toSet());
        Set<TopicPartition> old = new HashSet<>(missing);
        old.removeAll(fresh);
        Map<TopicPartition, Long> positions = new HashMap<>(Waker.steadily(() -> consumer.endOffsets(old, answer)));
        positions.putAll(Waker.steadily(() -> consumer.beginningOffsets(fresh, answer)));
        return positions;
    }
}
