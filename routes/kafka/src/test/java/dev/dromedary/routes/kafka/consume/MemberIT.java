package dev.dromedary.routes.kafka.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.routes.core.source.Situation;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Copies that have names in their groups. */
class MemberIT {

    private static final int PARTITIONS = 4;
    private static final Ground GROUND = new Ground(RealKafka.shared());
    private static final Duration LONG = Duration.ofSeconds(20);

    @AfterAll
    static void leave() {
        GROUND.close();
    }

    private static Copy copy(String name) {
        return new Copy((request, body) -> request.response().end(), Copy.Ways.USUAL.named(name));
    }

    private static boolean has(Copy copy, int partitions) {
        return copy.situation() instanceof Situation.Reading reading && reading.parts() == partitions;
    }

    @Test
    void aCopyThatWasKilledAndStartsAgainHasItsPartitionsStillAndOthersNoticeNothing() throws Exception {
        String topic = GROUND.topic(PARTITIONS, Map.of());
        Source source = Copy.source(topic, new StartPosition.Earliest());
        try (Witness witness = new Witness(GROUND.kafka(), source)) {
            int before;
            try (Wire wire = new Wire(GROUND.kafka());
                    Copy killed = copy("one").read(source, Copy.plain(wire.address()))) {
                await().atMost(LONG).until(() -> witness.has(PARTITIONS / 2) && has(killed, PARTITIONS / 2));
                GROUND.send(topic, 0, 40, 40);
                witness.awaitQuiet();
                before = witness.rebalances();
                wire.cut();
            }
            try (Copy again = copy("one").read(source, Copy.plain(GROUND.kafka().address()))) {
                await().atMost(LONG).until(() -> witness.has(PARTITIONS / 2) && has(again, PARTITIONS / 2));
                witness.awaitQuiet();
                assertThat(witness.rebalances()).isEqualTo(before);
            }
            await().atMost(LONG).until(() -> witness.has(PARTITIONS));
        }
    }

    @Test
    void ofTwoCopiesOfOneNameTheFirstSaysSoAndReadsOnWithoutIt() throws Exception {
        String topic = GROUND.topic(PARTITIONS, Map.of());
        Source source = Copy.source(topic, new StartPosition.Earliest());
        String address = GROUND.kafka().address();
        try (Copy one = copy("same").read(source, Copy.plain(address))) {
            await().atMost(LONG).until(() -> has(one, PARTITIONS));
            try (Copy other = copy("same").read(source, Copy.plain(address))) {
                await().atMost(LONG)
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> one.situation() instanceof Situation.Troubled troubled
                                && troubled.message().contains("the same name"));
                await().atMost(LONG).until(() -> has(one, PARTITIONS / 2) && has(other, PARTITIONS / 2));
                await().during(Duration.ofSeconds(5))
                        .atMost(LONG)
                        .until(() -> has(one, PARTITIONS / 2) && has(other, PARTITIONS / 2));
                GROUND.send(topic, 0, 40, 40);
                GROUND.awaitAllCommitted(source, topic, PARTITIONS);
                assertThat(IntStream.range(0, 40).mapToObj(String::valueOf))
                        .allMatch(body ->
                                one.bodies().contains(body) != other.bodies().contains(body));
            }
        }
    }
}
