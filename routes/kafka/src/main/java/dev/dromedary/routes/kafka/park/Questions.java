package dev.dromedary.routes.kafka.park;

import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.kafka.cluster.Allowed;
import dev.dromedary.routes.kafka.cluster.ClientSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What brokers are asked for parked routes, each time for many at once. */
final class Questions implements AutoCloseable {

    private static final int RECONNECT_MILLIS = 3_000;
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Admin admin;
    private final Egress egress;
    private final Duration answer;

    /** For a cluster that is reached so. */
    Questions(ClientSettings settings, Egress egress, Duration answer) {
        this.egress = egress;
        this.answer = answer;
        Map<String, Object> all = new HashMap<>(settings.properties());
        all.put(AdminClientConfig.CLIENT_ID_CONFIG, "dromedary/lookout");
        all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) answer.toMillis());
        all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) answer.toMillis());
        all.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
        all.put(AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        all.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        this.admin = Admin.create(all);
    }

    /** The names of all topics. */
    Set<String> topics() throws InterruptedException, ExecutionException, TimeoutException {
        return admin.listTopics().names().get(answer.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The partitions of topics, but for those that nobody leads: there is nothing to be had of them.
     *
     * @throws Allowed.Denied where the router does not connect to one of the brokers that have them
     */
    Answers<String, Set<TopicPartition>> partitions(Collection<String> topics) throws InterruptedException {
        Answers<String, TopicDescription> described =
                Answers.of(admin.describeTopics(topics).topicNameValues(), answer);
        described.found().values().stream()
                .flatMap(Questions::led)
                .map(TopicPartitionInfo::leader)
                .distinct()
                .forEach(leader -> Allowed.check(egress, leader.host(), leader.port()));
        Map<String, Set<TopicPartition>> partitions = new HashMap<>();
        described.found().forEach((name, topic) -> partitions.put(name, of(topic)));
        return new Answers<>(partitions, described.failed());
    }

    private static Set<TopicPartition> of(TopicDescription topic) {
        return led(topic)
                .map(info -> new TopicPartition(topic.name(), info.partition()))
                .collect(Collectors.toSet());
    }

    private static Stream<TopicPartitionInfo> led(TopicDescription topic) {
        return topic.partitions().stream()
                .filter(info -> info.leader() != null && !info.leader().isEmpty());
    }

    /** Where partitions end, for those who read what is committed alone. */
    Answers<TopicPartition, Long> ends(Set<TopicPartition> partitions) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        if (asked.isEmpty()) {
            return Answers.none();
        }
        ListOffsetsResult result = admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
        Answers<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> told =
                Answers.of(each(partitions, result::partitionResult), answer);
        Map<TopicPartition, Long> ends = new HashMap<>();
        told.found().forEach((partition, info) -> ends.put(partition, info.offset()));
        return new Answers<>(ends, told.failed());
    }

    /** What groups have committed. */
    Answers<String, Map<TopicPartition, OffsetAndMetadata>> committed(Set<String> groups) throws InterruptedException {
        if (groups.isEmpty()) {
            return Answers.none();
        }
        ListConsumerGroupOffsetsResult result =
                admin.listConsumerGroupOffsets(each(groups, group -> new ListConsumerGroupOffsetsSpec()));
        Answers<String, Map<TopicPartition, OffsetAndMetadata>> told =
                Answers.of(each(groups, result::partitionsToOffsetAndMetadata), answer);
        told.found().replaceAll((group, offsets) -> {
            Map<TopicPartition, OffsetAndMetadata> there = new HashMap<>(offsets);
            there.values().removeIf(Objects::isNull);
            return there;
        });
        return told;
    }

    /** Whether groups have members. */
    Answers<String, Boolean> members(Set<String> groups) throws InterruptedException {
        if (groups.isEmpty()) {
            return Answers.none();
        }
        Map<String, KafkaFuture<ConsumerGroupDescription>> asked =
                admin.describeConsumerGroups(groups).describedGroups();
        Answers<String, ConsumerGroupDescription> told = Answers.of(asked, answer);
        Answers<String, Boolean> members = new Answers<>(new HashMap<>(), new HashMap<>());
        told.found().forEach((group, description) -> members.found()
                .put(
                        group,
                        description.groupState() != GroupState.EMPTY && description.groupState() != GroupState.DEAD));
        Set<String> unknown = new HashSet<>();
        told.failed().forEach((group, failure) -> {
            if (failure instanceof GroupIdNotFoundException) {
                unknown.add(group);
            } else {
                members.failed().put(group, failure);
            }
        });
        unknown.forEach(group -> members.found().put(group, false));
        return members;
    }

    private static <K, V> Map<K, V> each(Set<K> keys, Function<K, V> value) {
        return keys.stream().collect(Collectors.toMap(key -> key, value));
    }

    @Override
    public void close() {
        admin.close(CLOSING);
    }
}
