package dev.dromedary.routes.kafka.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.routes.core.source.Situation;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Several copies of the router share the partitions of a topic, and hand them to each other. */
class RebalanceIT {

    private static final int PARTITIONS = 8;
    private static final int KEYS = 40;
    private static final Ground GROUND = new Ground(RealKafka.shared());

    @AfterAll
    static void leave() {
        GROUND.close();
    }

    /** A record, where the function saw it. */
    private record Came(String key, int number) {}

    private final List<Came> came = new CopyOnWriteArrayList<>();

    private Copy copy(Source source) throws Exception {
        return new Copy((request, body) -> {
                    came.add(new Came(request.getHeader("event-key"), Integer.parseInt(body)));
                    request.response().end();
                })
                .read(source, Copy.plain(GROUND.kafka().address()));
    }

    private static int partitions(Copy copy) {
        return copy.situation() instanceof Situation.Reading reading ? reading.parts() : -1;
    }

    @Test
    void partitionsGoOverWithoutLossInOrderAndWithFewRepeats() throws Exception {
        String topic = GROUND.topic(PARTITIONS, Map.of());
        Source source = Copy.source(topic, new StartPosition.Earliest());
        try (Copy one = copy(source)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> partitions(one) == PARTITIONS);
            GROUND.send(topic, 0, 3000, KEYS);
            try (Copy other = copy(source)) {
                GROUND.send(topic, 3000, 6000, KEYS);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> partitions(one) == PARTITIONS / 2 && partitions(other) == PARTITIONS / 2);
                GROUND.send(topic, 6000, 9000, KEYS);
                await().until(() -> !other.seen().isEmpty());
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> partitions(one) == PARTITIONS);
            GROUND.send(topic, 9000, 10_000, KEYS);
            GROUND.awaitAllCommitted(source, topic, PARTITIONS);
        }
        assertThat(new HashSet<>(came)).hasSize(10_000);
        assertThat(came)
                .as("what was taken out of order before a hand-over is repeated after it, and no more")
                .hasSizeLessThan(10_500);
        assertFirstsInOrder();
    }

    @Test
    void whatAHangingFunctionHasIsGivenUpInTimeAndGoesToTheNextCopy() throws Exception {
        String topic = GROUND.topic(1, Map.of());
        Source source = Copy.source(topic, new StartPosition.Earliest());
        GROUND.send(topic, 0, 1, 1);
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        try (Copy stuck = new Copy((request, body) -> held.add(request))
                        .read(source, Copy.plain(GROUND.kafka().address()));
                Copy next = new Copy()) {
            await().atMost(Duration.ofSeconds(20)).until(() -> !held.isEmpty());
            stuck.stop();
            assertThat(GROUND.committed(source))
                    .as("not settled, not committed")
                    .containsEntry(0, 0L);
            next.read(source, Copy.plain(GROUND.kafka().address()));
            await().atMost(Duration.ofSeconds(20)).until(() -> next.bodies().contains("0"));
            GROUND.awaitAllCommitted(source, topic, 1);
            held.forEach(request -> request.response().end());
        }
    }

    private void assertFirstsInOrder() {
        Map<String, Integer> last = new HashMap<>();
        Set<Came> before = new HashSet<>();
        for (Came one : came) {
            if (before.add(one)) {
                assertThat(last.getOrDefault(one.key(), -1)).as(one.key()).isLessThan(one.number());
                last.put(one.key(), one.number());
            }
        }
    }
}
