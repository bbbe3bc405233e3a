package dev.dromedary.routes.kafka.letters;

import dev.dromedary.routes.core.deliver.Letter;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.deliver.Letters;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.Cluster;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;

/**
 * Keeps dead letters in topics, of the trigger's own cluster where it has one: a record's key, value and headers as they were, with headers beside them
 * that say why. Kept is what all replicas in sync have acknowledged. A topic that is missing is made.
 */
public final class KafkaLetters implements Letters, AutoCloseable {

    private static final Duration IDLE = Duration.ofMinutes(1);

    private final CamelContext camel;
    private final Access.Environment environment;
    private final Function<Letter, Optional<Cluster>> clusters;
    private final Map<Cluster, PostOffice> offices = new ConcurrentHashMap<>();
    private final ScheduledExecutorService sweep = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kafka-letters").factory());

    /**
     * Letters for these clusters.
     *
     * @param clusters where a letter goes; empty: its route is gone
     */
    public KafkaLetters(
            CamelContext camel, Access.Environment environment, Function<Letter, Optional<Cluster>> clusters) {
        this.camel = camel;
        this.environment = environment;
        this.clusters = clusters;
        var unused = sweep.scheduleWithFixedDelay(
                () -> offices.values().removeIf(office -> office.closeIfIdle(IDLE)),
                IDLE.toMillis(),
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void keep(Letter letter, LetterTarget target, Consumer<Optional<String>> done) {
        Optional<Cluster> cluster = clusters.apply(letter);
        if (cluster.isEmpty()) {
            done.accept(Optional.of("The route is gone"));
            return;
        }
        // A producer of Kafka waits for its brokers where it is asked to send.
        var unused = Thread.ofVirtual().name("kafka-letter").start(() -> send(cluster.get(), letter, target, done));
    }

    private void send(Cluster cluster, Letter letter, LetterTarget target, Consumer<Optional<String>> done) {
        PostOffice office = offices.compute(cluster, (where, open) -> {
            PostOffice used = open == null ? new PostOffice(camel, new Access(where, environment, () -> {})) : open;
            used.use();
            return used;
        });
        office.send(((LetterTarget.Kafka) target).topic(), letter, trouble -> {
            office.used();
            done.accept(trouble);
        });
    }

    @Override
    public void close() {
        sweep.shutdownNow();
        offices.values().forEach(PostOffice::close);
        offices.clear();
    }
}
