package dev.dromedary.routes.kafka.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.routes.core.source.Situation;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A copy that brokers have not heard of for too long: others have its partitions, and it does not know it yet. */
class LostIT {

    private static final Ground GROUND = new Ground(RealKafka.shared());
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Copy.Ways SOON_SILENT = Copy.Ways.USUAL.within(Duration.ofMinutes(1), Duration.ofSeconds(4));

    private final AtomicBoolean open = new AtomicBoolean();

    @AfterAll
    static void leave() {
        GROUND.close();
    }

    /** Whose function does not answer for the first record of each partition. */
    private Copy copy(Queue<HttpServerRequest> held) {
        return new Copy(
                (request, body) -> {
                    if (Integer.parseInt(body) < 2 && !open.get()) {
                        held.add(request);
                    } else {
                        request.response().end();
                    }
                },
                SOON_SILENT);
    }

    /** One key a partition: so what is behind a record waits for it. */
    private static void send(String topic, int from, int to) {
        GROUND.send(IntStream.range(from, to)
                .mapToObj(i -> new ProducerRecord<>(topic, i % 2, "k" + i % 2, String.valueOf(i)))
                .toList());
    }

    private static void awaitPartitions(Copy copy, int count) {
        await().atMost(LONG)
                .until(() -> copy.situation() instanceof Situation.Reading reading && reading.parts() == count);
    }

    private static void answer(List<HttpServerRequest> requests) {
        requests.forEach(request -> request.response().end());
    }

    @Test
    void whatItHasUnderWayCountsForNothingAndItJoinsAgain() throws Exception {
        String topic = GROUND.topic(2, Map.of());
        Source source = Copy.source(topic, new StartPosition.Earliest());
        Queue<HttpServerRequest> first = new ConcurrentLinkedQueue<>();
        Queue<HttpServerRequest> second = new ConcurrentLinkedQueue<>();
        try (Wire wire = new Wire(GROUND.kafka());
                Copy one = copy(first).read(source, Copy.plain(wire.address()));
                Copy other = copy(second)) {
            send(topic, 0, 20);
            await().atMost(LONG).until(() -> first.size() == 2);
            List<HttpServerRequest> underWay = List.copyOf(first);
            wire.is(Wire.Fault.FROZEN);
            other.read(source, Copy.plain(GROUND.kafka().address()));
            await().atMost(LONG).until(() -> second.size() == 2);
            wire.is(Wire.Fault.NONE);
            awaitPartitions(one, 1);
            awaitPartitions(other, 1);
            await().atMost(LONG).until(() -> first.size() == 3);
            answer(underWay);
            awaitNothing(source, one);
            open.set(true);
            answer(first.stream().skip(2).toList());
            answer(List.copyOf(second));
            send(topic, 20, 40);
            GROUND.awaitAllCommitted(source, topic, 2);
            assertThat(numbers(one, other))
                    .isEqualTo(IntStream.range(0, 40).boxed().collect(Collectors.toSet()));
        }
    }

    /** What was under way is over by now: nothing of it counts, and nothing goes on that is others'. */
    private static void awaitNothing(Source source, Copy copy) {
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(GROUND.committed(source)).isEqualTo(Map.of(0, 0L, 1, 0L));
            assertThat(copy.seen()).hasSize(3);
        });
    }

    private static Set<Integer> numbers(Copy one, Copy other) {
        return Stream.of(one, other)
                .flatMap(copy -> copy.bodies().stream())
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }
}
