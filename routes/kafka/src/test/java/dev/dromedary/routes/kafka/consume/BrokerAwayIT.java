package dev.dromedary.routes.kafka.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.routes.core.source.Situation;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A broker that comes late, is killed and comes again. */
class BrokerAwayIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void readingBeginsOnceThereIsABrokerAndGoesOnAfterItWasKilled() throws Exception {
        try (RealKafka kafka = RealKafka.reserve();
                Copy copy = new Copy()) {
            Source source = Copy.source("orders", new StartPosition.Earliest());
            copy.read(source, Copy.plain(kafka.address()));
            await().atMost(LONG).until(() -> copy.situation() instanceof Situation.Unreachable);
            kafka.startAgain();
            await().atMost(LONG).until(() -> copy.situation() instanceof Situation.Missing);
            try (Ground ground = new Ground(kafka)) {
                ground.make("orders", 2, Map.of());
                ground.send("orders", 0, 50, 5);
                await().atMost(LONG).until(() -> copy.seen().size() == 50);
                ground.awaitAllCommitted(source, "orders", 2);
                kafka.kill();
                await().atMost(LONG).until(() -> copy.situation() instanceof Situation.Unreachable);
                kafka.startAgain();
                ground.send("orders", 50, 100, 5);
                await().atMost(LONG).until(() -> copy.seen().size() >= 100);
                ground.awaitAllCommitted(source, "orders", 2);
                assertThat(copy.situation()).isInstanceOf(Situation.Reading.class);
            }
            assertThat(copy.bodies())
                    .containsExactlyInAnyOrder(
                            IntStream.range(0, 100).mapToObj(String::valueOf).toArray(String[]::new));
        }
    }
}
