package dev.dromedary.routes.kafka.consume;

import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.kafka.cluster.Allowed;
import dev.dromedary.routes.kafka.park.Stand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one Kafka consumer: from the first look for its topics until it is told to end, or something is wrong. */
final class Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    /** Events that are worth a commit of their own: each commit costs as much as some dozen of them. */
    private static final int MUCH = 64;

    private static final Duration FIRST_LOOKS = Duration.ofSeconds(1);

    private final Ways ways;
    private final BooleanSupplier goesOn;
    private final Timing timing;
    private final Consumer<byte[], byte[]> consumer;
    private final Waker waker;
    private final Claims claims;
    private final Watch watch;
    private final Doze doze;
    private Set<String> topics = Set.of();
    private long committed;
    private long looked;

    /** What all consumers of a source have in common. */
    record Ways(Claims.Making making, Egress egress, Stand stand, java.util.function.Consumer<Situation> said) {}

    /**
     * Begins it.
     *
     * @param properties of the consumer
     * @param goesOn asked again and again
     */
    Session(Map<String, Object> properties, Ways ways, BooleanSupplier goesOn) {
        this.ways = ways;
        this.goesOn = goesOn;
        this.timing = ways.making().timing();
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.waker = new Waker(consumer);
        this.claims = new Claims(consumer, waker, ways.making());
        this.watch = new Watch(consumer, claims, timing);
        this.doze = new Doze(consumer, claims, watch, ways.stand());
    }

    /** Whoever waits is to look whether it goes on. On any thread. */
    void wake() {
        waker.wake();
    }

    /** Reads as long as it goes on. Whether it ends because there is nothing to do for it, and it may be parked. */
    boolean run() {
        long now = System.nanoTime();
        committed = now;
        looked = now;
        look();
        while (goesOn.getAsBoolean()) {
            if (topics.isEmpty()) {
                rest();
            } else {
                turn();
            }
            now = System.nanoTime();
            if (now - committed >= (claims.fresh() < MUCH ? timing.commit() : timing.soon()).toNanos()) {
                committed = now;
                claims.commit();
            }
            Duration until = topics.isEmpty() ? FIRST_LOOKS : timing.look();
            if (now - looked >= until.toNanos()) {
                looked = now;
                look();
            }
            if (isSpare(now)) {
                return true;
            }
            doze.look(now);
        }
        return false;
    }

    /** Whether it may be parked: all that is there is settled and committed, in each of its partitions. */
    private boolean isSpare(long now) {
        return !topics.isEmpty()
                && claims.since()
                        .filter(since -> ways.stand().isSpare(since, now))
                        .isPresent()
                && claims.isQuiet()
                && watch.isCaughtUp();
    }

    private void turn() {
        try {
            ConsumerRecords<byte[], byte[]> records = poll();
            if (!records.isEmpty()) {
                ways.stand().came(System.nanoTime());
            }
            claims.take(records);
        } catch (WakeupException e) {
            // As it was meant.
        } catch (OffsetOutOfRangeException e) {
            claims.beginAgain(e.offsetOutOfRangePartitions().keySet());
        } finally {
            waker.over();
        }
        claims.resume();
        ways.said().accept(watch.situation());
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        if (doze.isDozing()) {
            // A consumer that asks for nothing does not wait in its poll: it looks ten times a second.
            waker.rest(ways.stand().patience());
            return consumer.poll(Duration.ZERO);
        }
        return consumer.poll(waker.begin() ? Duration.ZERO : patience());
    }

    /** Only what is settled before is known to be worth a look soon. */
    private Duration patience() {
        if (claims.fresh() > 0) {
            return timing.soon();
        }
        return claims.all().stream().anyMatch(Claim::isBusy)
                ? timing.commit()
                : ways.stand().patience();
    }

    /** Without a topic there is nothing to poll, and nobody to tell that we live. */
    private void rest() {
        waker.rest(FIRST_LOOKS);
    }

    /** Looks which topics there are. While no broker answers, those that there were are read on. */
    private void look() {
        try {
            found(partitions());
        } catch (TimeoutException e) {
            if (topics.isEmpty()) {
                throw e;
            }
            ways.said().accept(Trouble.of(e));
            return;
        }
        if (topics.isEmpty()) {
            ways.said()
                    .accept(new Situation.Missing(
                            ways.making().source().topics() + " is not there; the trigger works once it is"));
            return;
        }
        watch.look();
        if (watch.isStalled()) {
            throw new IllegalStateException("records did not come that are there");
        }
    }

    /** Brokers say where other brokers are: so where these are is looked at too. */
    private void found(Map<String, List<PartitionInfo>> partitions) {
        Set<String> found = new TreeSet<>();
        partitions.forEach((topic, infos) -> {
            if (!infos.isEmpty()) {
                found.add(topic);
                infos.forEach(this::check);
            }
        });
        ways.making().beginning().topics(found);
        if (found.equals(topics)) {
            return;
        }
        LOG.info("Topics found group={} topics={}", ways.making().source().group(), found);
        topics = found;
        if (found.isEmpty()) {
            consumer.unsubscribe();
        } else {
            consumer.subscribe(found, claims);
        }
    }

    private Map<String, List<PartitionInfo>> partitions() {
        return switch (ways.making().source().topics()) {
            case Topics.Named named ->
                Map.of(named.topic(), Waker.steadily(() -> consumer.partitionsFor(named.topic(), timing.answer())));
            case Topics.Matching matching ->
                Waker.steadily(() -> consumer.listTopics(timing.answer())).entrySet().stream()
                        .filter(entry -> matching.include(entry.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        };
    }

    private void check(PartitionInfo partition) {
        if (partition.leader() != null && !partition.leader().isEmpty()) {
            Allowed.check(
                    ways.egress(), partition.leader().host(), partition.leader().port());
        }
    }

    @Override
    public void close() {
        try {
            claims.close();
        } finally {
            consumer.close(CloseOptions.timeout(timing.answer())
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
    }
}
