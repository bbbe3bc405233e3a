package dev.dromedary.routes.kafka.consume;

import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.secrets.Material;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.ClientSettings;
import dev.dromedary.routes.kafka.cluster.Installation;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A member of a copy's group that is told as a copy is, and counts how often the group shares its partitions out. One thread at a time. */
final class Witness implements AutoCloseable, ConsumerRebalanceListener {

    private static final Duration QUIET = Duration.ofSeconds(4);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private int rebalances;

    Witness(RealKafka kafka, Source source) {
        Map<String, Object> all = new HashMap<>(ConsumerProperties.of(
                settings(kafka.address()), source, Timing.DEFAULT.session(), Optional.of("witness")));
        all.put("auto.offset.reset", "earliest");
        consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(((Topics.Named) source.topics()).topic()), this);
    }

    private static ClientSettings settings(String address) {
        Access.Environment environment =
                new Access.Environment(Installation.of(Map.of()), new MemorySecrets(), Egress.ANYWHERE);
        try (Access access = new Access(Copy.plain(address), environment, () -> {})) {
            return ((Material.Ready<ClientSettings>) access.now()).value();
        }
    }

    /** Also when it gets nothing more. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        rebalances++;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

    int rebalances() {
        return rebalances;
    }

    /** Whether it has so many partitions by now. */
    boolean has(int partitions) {
        poll();
        return consumer.assignment().size() == partitions;
    }

    /** Waits until the group has not shared anything out for a while. */
    void awaitQuiet() {
        int[] last = {rebalances};
        await().during(QUIET).atMost(Duration.ofSeconds(30)).until(() -> {
            poll();
            boolean same = last[0] == rebalances;
            last[0] = rebalances;
            return same;
        });
    }

    private void poll() {
        var unused = consumer.poll(Duration.ofMillis(50));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
