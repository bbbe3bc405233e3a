package dev.dromedary.routes.kafka.park;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.kafka.consume.Ground;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of brokers while partitions are listened to. */
class RoundIT {

    private static final Ground GROUND = new Ground(RealKafka.shared());

    private final Questions ask =
            new Questions(Lot.settings(GROUND.kafka().address()), Egress.ANYWHERE, Lot.PACE.answer());
    private final List<Stand> woken = new ArrayList<>();
    private final Round round = new Round(Lot.PACE, new Noting());
    private TopicPartition partition;
    private Stand stand;

    @BeforeEach
    void read() throws Exception {
        partition = new TopicPartition(GROUND.topic(1, Map.of()), 0);
        GROUND.send(partition.topic(), 0, 5, 1);
        stand = committed("group-", 5);
    }

    @AfterEach
    void close() {
        ask.close();
    }

    @AfterAll
    static void leave() {
        GROUND.close();
    }

    private Stand committed(String prefix, long position) throws Exception {
        String group = prefix + partition.topic();
        GROUND.admin()
                .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(position)))
                .all()
                .get();
        return new Lot(0).stand(group, partition.topic());
    }

    private void go(Map<TopicPartition, Long> quiet, long seconds, Stand... parked) throws Exception {
        assertThat(round.go(ask, quiet, List.of(parked), Lot.at(seconds))).isEmpty();
    }

    @Test
    void whatIsReadToItsEndCanBeListenedToAndThenNobodyNeedsToLook() throws Exception {
        go(Map.of(), 100, stand);
        assertThat(round.silent()).isEqualTo(Map.of(partition, 5L));
        assertThat(round.pause(Map.of(), Lot.at(110))).isEqualTo(Lot.PACE.look());
        assertThat(round.pause(Map.of(partition, 5L), Lot.at(110)))
                .as("until it is looked for new partitions")
                .isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void whatIsQuietIsNotAskedForUntilAllIsLookedAt() throws Exception {
        go(Map.of(), 100, stand);
        GROUND.send(partition.topic(), 5, 6, 1);
        go(Map.of(partition, 5L), 101, stand);
        assertThat(woken).isEmpty();
        assertThat(round.silent()).isEqualTo(Map.of(partition, 5L));
        go(Map.of(partition, 5L), 130, stand);
        assertThat(woken).containsExactly(stand);
    }

    @Test
    void whatIsNotQuietIsAskedForEachTime() throws Exception {
        go(Map.of(), 100, stand);
        GROUND.send(partition.topic(), 5, 6, 1);
        go(Map.of(), 101, stand);
        assertThat(woken).containsExactly(stand);
    }

    @Test
    void aGroupThatIsBehindIsWokenThoughAnotherOfTheTopicIsNot() throws Exception {
        go(Map.of(), 100, stand);
        Stand behind = committed("behind-", 3);
        go(Map.of(partition, 5L), 101, stand, behind);
        assertThat(woken).containsExactly(behind);
    }

    @Test
    void whatAnotherGroupHasNotReadIsNotListenedTo() throws Exception {
        Stand unbegun = new Lot(0).stand("unbegun-" + partition.topic(), partition.topic());
        go(Map.of(), 100, stand, unbegun);
        assertThat(round.silent()).isEmpty();
    }

    private final class Noting implements Round.Waking {
        @Override
        public void wake(Stand stand, Parked.Known known) {
            woken.add(stand);
        }

        @Override
        public boolean begin(Stand stand, Parked.Known known) {
            return false;
        }
    }
}
