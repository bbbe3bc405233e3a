package dev.dromedary.routes.kafka.park;

import dev.dromedary.routes.kafka.cluster.ClientSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears that something comes to partitions that were read to their end: a consumer without a group, whose one request to each broker is
 * held there until there is something. What it hears is for nobody. On the lookout's thread alone, but for {@link #wake}.
 */
final class Ear implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ear.class);
    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Duration CLOSING = Duration.ofSeconds(1);
    private static final int EACH = 16 << 10;
    private static final int ALL = 1 << 20;
    private static final int RECONNECT_MILLIS = 3_000;
    private static final int RECORDS = 10_000;

    private final Duration hold;
    private final Consumer<byte[], byte[]> consumer;
    private final Metric connections;
    private final Map<TopicPartition, From> attended = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private Set<TopicPartition> assigned = Set.of();
    private boolean deaf;
    private long since;

    /** Where it listens, since when. */
    private record From(long end, long since) {}

    /** At a cluster that is reached so, for nothing yet. */
    Ear(ClientSettings settings, Pace pace) {
        this.hold = pace.hold();
        Map<String, Object> all = new HashMap<>(settings.properties());
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, "dromedary/ear");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) hold.toMillis());
        all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, EACH);
        all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, ALL);
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS);
        all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                pace.answer().plus(hold).toMillis());
        all.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
        all.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        all.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        this.consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.connections = consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("connection-count")
                        && metric.metricName().group().equals("consumer-metrics"))
                .findFirst()
                .orElseThrow();
        this.since = System.nanoTime();
    }

    /**
     * From now on it listens to these alone. Not to those that were refused lately, and to none after it has failed, for a while.
     *
     * @param ends where they end
     */
    void attend(Map<TopicPartition, Long> ends) {
        long now = System.nanoTime();
        if (now - since >= AGAIN.toNanos()) {
            since = now;
            refused.clear();
            deaf = false;
        }
        Map<TopicPartition, Long> heeded = new HashMap<>(ends);
        heeded.keySet().removeIf(partition -> deaf || refused.contains(partition.topic()));
        if (!assigned.equals(heeded.keySet())) {
            assigned = Set.copyOf(heeded.keySet());
            consumer.assign(assigned);
        }
        attended.entrySet()
                .removeIf(entry -> !Objects.equals(
                        heeded.get(entry.getKey()), entry.getValue().end()));
        heeded.keySet().removeAll(attended.keySet());
        heeded.forEach((partition, end) -> {
            consumer.seek(partition, end);
            attended.put(partition, new From(end, now));
        });
        consumer.resume(heeded.keySet());
    }

    /** What it listens to. */
    int attended() {
        return attended.size();
    }

    /** Those of them that nothing has come to, as is certain by now, and where they end. */
    Map<TopicPartition, Long> quiet() {
        // By then brokers have been told of it: its leader is asked for first, and both wait for a request that is
        // held.
        Duration told = hold.multipliedBy(3);
        long now = System.nanoTime();
        return attended.entrySet().stream()
                .filter(entry -> now - entry.getValue().since() >= told.toNanos())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().end()));
    }

    /** Listens until something comes, or is wrong, or it is woken, but no longer than this. Whether there is something to look at. */
    boolean listen(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        try {
            for (long left = longest.toNanos(); left > 0; left = end - System.nanoTime()) {
                Duration held = Duration.ofNanos(Math.min(left, hold.toNanos()));
                // Also without records one may be further on, such as after a transaction that was given up.
                Set<TopicPartition> heard = further(consumer.poll(held).nextOffsets());
                heard(heard);
                if (!heard.isEmpty() || isAlone()) {
                    return true;
                }
            }
            return false;
        } catch (WakeupException e) {
            return false;
        } catch (TopicAuthorizationException e) {
            refused.addAll(e.unauthorizedTopics());
            attended.keySet().removeIf(partition -> refused.contains(partition.topic()));
            return true;
        } catch (InvalidOffsetException e) {
            heard(e.partitions());
            return true;
        } catch (RuntimeException e) {
            // Whatever it is: then they are looked at.
            LOG.debug("Parked routes cannot be listened for because={}", e.toString());
            deaf = true;
            since = System.nanoTime();
            attended.clear();
            return true;
        }
    }

    private Set<TopicPartition> further(Map<TopicPartition, OffsetAndMetadata> next) {
        return next.entrySet().stream()
                .filter(entry -> attended.containsKey(entry.getKey())
                        && entry.getValue().offset()
                                != attended.get(entry.getKey()).end())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** They are not listened to until they are attended to anew. */
    private void heard(Collection<TopicPartition> partitions) {
        consumer.pause(partitions);
        attended.keySet().removeAll(partitions);
    }

    /** Where no broker is connected nothing can be heard. */
    private boolean isAlone() {
        boolean alone = ((Number) connections.metricValue()).doubleValue() == 0;
        if (alone) {
            heard(Set.copyOf(attended.keySet()));
        }
        return alone;
    }

    /** Ends the listening, or the next that begins. On any thread, as long as it is not closed. */
    void wake() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSING));
    }
}
