package dev.dromedary.routes.kafka.consume;

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

    private static final String MARK = "dromedary:";

    private final StartPosition start;
    private final Duration answer;
    private Set<String> known;

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
        Map<String, String> marks = marks(all, committed);
        Set<TopicPartition> missing = new HashSet<>(partitions);
        missing.removeAll(committed.keySet());
        Map<TopicPartition, OffsetAndMetadata> begun = new HashMap<>();
        if (!missing.isEmpty()) {
            positions(consumer, missing, marks)
                    .forEach((partition, offset) -> begun.put(partition, marked(offset, partition, marks)));
            Waker.steadily(() -> {
                consumer.commitSync(begun, answer);
                return true;
            });
            begun.forEach((partition, offset) -> consumer.seek(partition, offset.offset()));
        }
        committed.keySet().retainAll(partitions);
        committed.forEach((partition, offset) -> begun.put(partition, marked(offset.offset(), partition, marks)));
        return begun;
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

    private static OffsetAndMetadata marked(long offset, TopicPartition partition, Map<String, String> marks) {
        return new OffsetAndMetadata(offset, marks.get(partition.topic()));
    }

    /** For each topic what its group's commits say of it, or if they say nothing yet, what they are to say. */
    private static Map<String, String> marks(
            Set<TopicPartition> all, Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<String, String> marks = new TreeMap<>();
        committed.forEach((partition, offset) -> {
            if (offset.metadata().matches(MARK + "[0-9]{1,9}")) {
                marks.put(partition.topic(), offset.metadata());
            }
        });
        all.stream()
                .collect(Collectors.groupingBy(TopicPartition::topic, Collectors.counting()))
                .forEach((topic, count) -> marks.putIfAbsent(topic, MARK + count));
        return marks;
    }

    private Map<TopicPartition, Long> positions(
            Consumer<?, ?> consumer, Set<TopicPartition> missing, Map<String, String> marks) {
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
            Consumer<?, ?> consumer, Set<TopicPartition> missing, Map<String, String> marks) {
        Set<TopicPartition> fresh = missing.stream()
                .filter(partition -> !known.contains(partition.topic())
                        || partition.partition()
                                >= Integer.parseInt(marks.get(partition.topic()).substring(MARK.length())))
                .collect(Collectors.toSet());
        Set<TopicPartition> old = new HashSet<>(missing);
        old.removeAll(fresh);
        Map<TopicPartition, Long> positions = new HashMap<>(Waker.steadily(() -> consumer.endOffsets(old, answer)));
        positions.putAll(Waker.steadily(() -> consumer.beginningOffsets(fresh, answer)));
        return positions;
    }
}
