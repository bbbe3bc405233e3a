package dev.dromedary.routes.kafka.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.routes.core.Seen;
import dev.dromedary.routes.core.source.Situation;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A consumer that has more than it can take, and one that is opened and closed again and again. */
class TopicConsumerLifeIT {

    private static final Ground GROUND = new Ground(RealKafka.shared());
    private static final StartPosition EARLIEST = new StartPosition.Earliest();

    @AfterAll
    static void leave() {
        GROUND.close();
    }

    private static Copy reading(Copy copy, Source source) throws Exception {
        copy.read(source, Copy.plain(GROUND.kafka().address()));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !GROUND.committed(source).isEmpty());
        return copy;
    }

    @Test
    void aFullLanePausesItsPartitionAndNothingElse() throws Exception {
        String topic = GROUND.topic(2, Map.of());
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        Source source = Copy.source(topic, EARLIEST);
        AtomicBoolean open = new AtomicBoolean();
        try (Copy copy = new Copy((request, body) -> {
            if (request.getHeader("event-partition").equals("0") && !open.get()) {
                held.add(request);
            } else {
                request.response().end();
            }
        })) {
            GROUND.send(IntStream.range(0, 12_000)
                    .mapToObj(i -> new ProducerRecord<>(topic, i % 2, String.valueOf(i), String.valueOf(i)))
                    .toList());
            reading(copy, source);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> GROUND.committed(source).getOrDefault(1, 0L) > 0L && !held.isEmpty());
            open.set(true);
            held.forEach(request -> request.response().end());
            GROUND.awaitAllCommitted(source, topic, 2);
            assertThat(copy.seen()).extracting(Seen::id).doesNotHaveDuplicates().hasSize(12_000);
        }
    }

    @Test
    void openingAndClosingLeavesNothingBehind() throws Exception {
        String topic = GROUND.topic(1, Map.of());
        Source source = Copy.source(topic, EARLIEST);
        try (Copy copy = reading(new Copy(), source)) {
            copy.stop();
            List<String> before = Records.threads();
            long files = Records.openFiles();
            for (int cycle = 0; cycle < 200; cycle++) {
                copy.startAgain();
                if (cycle % 20 == 0) {
                    await().atMost(Duration.ofSeconds(20)).until(() -> copy.situation() instanceof Situation.Reading);
                }
                copy.stop();
                assertThat(copy.situation()).isInstanceOf(Situation.Stopped.class);
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> Records.threads().size() <= before.size());
            assertThat(Records.openFiles()).isLessThan(files + 20);
        }
    }
}
