package dev.dromedary.ledger;

import dev.dromedary.ledger.check.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** Asks five times a second how far the group is, as anybody can; while the broker is away there is no answer, and no sample. */
final class OffsetWatcher implements AutoCloseable {

    private static final int PERIOD_MILLIS = 200;

    private final Admin admin;
    private final String group;
    private final String letters;
    private final Journal journal;
    private final List<Sample> samples = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    /**
     * One that has begun.
     *
     * @param letters the dead letters' topic, which may not be there yet
     */
    OffsetWatcher(Admin admin, String group, String letters, Path file) {
        this.admin = admin;
        this.group = group;
        this.letters = letters;
        this.journal = new Journal(file);
        var unused = timer.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Map<Integer, Long> committed = committed();
            add(new Sample(Clock.now(), committed, ends()));
        } catch (ExecutionException e) {
            journal.append(Clock.now() + "\t" + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<Integer, Long> committed() throws ExecutionException, InterruptedException {
        Map<Integer, Long> committed = new HashMap<>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> {
                    if (offset != null && partition.topic().equals(Setting.TOPIC)) {
                        committed.put(partition.partition(), offset.offset());
                    }
                });
        return committed;
    }

    private Map<Integer, Long> ends() throws ExecutionException, InterruptedException {
        if (!admin.listTopics().names().get().contains(letters)) {
            return Map.of();
        }
        TopicDescription topic = admin.describeTopics(List.of(letters))
                .topicNameValues()
                .get(letters)
                .get();
        return admin
                .listOffsets(topic.partitions().stream()
                        .map(each -> new TopicPartition(letters, each.partition()))
                        .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest())))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(each -> each.getKey().partition(), each -> each.getValue()
                        .offset()));
    }

    private synchronized void add(Sample sample) {
        samples.add(sample);
        journal.append(sample.toString());
    }

    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** How far each partition is committed, last. */
    synchronized Map<Integer, Long> last() {
        return samples.isEmpty() ? Map.of() : samples.getLast().committed();
    }

    /** How many records are behind the group. */
    int count() {
        return (int) last().values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
        timer.close();
        journal.close();
        admin.close();
    }
}
