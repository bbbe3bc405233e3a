package dev.dromedary.routes.kafka.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.routes.core.source.Situation;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Records are there and do not come, while all else works. */
class StallIT {

    private static final Ground GROUND = new Ground(RealKafka.shared());
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int KEYS = 5;

    @AfterAll
    static void leave() {
        GROUND.close();
    }

    private static Copy copy(Duration stall) {
        return new Copy(
                (request, body) -> request.response().end(), Copy.Ways.USUAL.within(stall, Copy.QUICK.session()));
    }

    private static void assertAllInOrder(Copy copy, int count) {
        for (int key = 0; key < KEYS; key++) {
            int each = key;
            assertThat(copy.bodies().stream().map(Integer::valueOf).filter(number -> number % KEYS == each))
                    .containsExactlyElementsOf(
                            IntStream.iterate(each, number -> number < count, number -> number + KEYS)
                                    .boxed()
                                    .toList());
        }
    }

    /** A consumer has read what there was; then this is wrong with its connections while more comes, until that is seen; in the end it has all. */
    private static void suffer(Duration stall, Wire.Fault fault, Consumer<Copy> seen) throws Exception {
        String topic = GROUND.topic(2, Map.of());
        Source source = Copy.source(topic, new StartPosition.Earliest());
        try (Wire wire = new Wire(GROUND.kafka());
                Copy copy = copy(stall).read(source, Copy.plain(wire.address()))) {
            GROUND.send(topic, 0, 20, KEYS);
            GROUND.awaitAllCommitted(source, topic, 2);
            wire.is(fault);
            GROUND.send(topic, 20, 60, KEYS);
            seen.accept(copy);
            wire.is(Wire.Fault.NONE);
            GROUND.awaitAllCommitted(source, topic, 2);
            await().atMost(LONG).until(() -> copy.situation() instanceof Situation.Reading);
            assertAllInOrder(copy, 60);
        }
    }

    @Test
    void aConsumerThatHasGotStuckBeginsAnewAndSaysSo() throws Exception {
        suffer(Duration.ofSeconds(4), Wire.Fault.STARVED, copy -> {
            await().atMost(LONG)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> copy.situation() instanceof Situation.Troubled troubled
                            && troubled.message().contains("records did not come that are there"));
            assertThat(copy.seen()).hasSize(20);
        });
    }

    @Test
    void aBrokerThatHasTheRecordsAndDoesNotAnswerIsSaidAndWaitedFor() throws Exception {
        suffer(Duration.ofMinutes(1), Wire.Fault.MUTE, copy -> await().atMost(LONG)
                .until(() -> copy.situation() instanceof Situation.Unreachable));
    }
}
