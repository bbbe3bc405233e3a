package dev.dromedary.routes.kafka.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.routes.core.source.Situation;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Consumers that are parked as soon as nothing comes: nothing is missed for that. */
class ParkedIT {

    private static final Duration LONG = Duration.ofSeconds(40);
    private static final StartPosition EARLIEST = new StartPosition.Earliest();
    private static final StartPosition LATEST = new StartPosition.Latest();
    private static final Ground GROUND = new Ground(RealKafka.shared());
    private static final Rest REST = new Rest(GROUND);

    @AfterAll
    static void leave() {
        GROUND.close();
    }

    @Test
    void whatComesWhileItIsParkedIsDeliveredAndItIsParkedAgain() throws Exception {
        String topic = GROUND.topic(2, Map.of());
        Source source = Copy.source(topic, EARLIEST);
        GROUND.send(topic, 0, 10, 5);
        try (Copy copy = REST.parking(source)) {
            REST.awaitBodies(copy, 0, 10);
            GROUND.awaitAllCommitted(source, topic, 2);
            REST.awaitParked(copy);
            assertThat(REST.members(source)).isZero();
            await().until(() -> Records.threads().stream().noneMatch(name -> name.startsWith("kafka-default/t")));
            GROUND.send(topic, 10, 20, 5);
            REST.awaitBodies(copy, 0, 20);
            GROUND.awaitAllCommitted(source, topic, 2);
            REST.awaitParked(copy);
        }
    }

    @Test
    void atTheEndOfATopicNothingIsSkippedThatComesAfterItWasParked() throws Exception {
        String topic = GROUND.topic(3, Map.of());
        Source source = Copy.source(topic, LATEST);
        GROUND.send(topic, 0, 10, 5);
        try (Copy copy = REST.parking(source)) {
            REST.awaitBegun(copy, source, 3);
            GROUND.send(topic, 10, 15, 5);
            REST.awaitBodies(copy, 10, 15);
        }
    }

    @Test
    void severalCopiesThatAreParkedDeliverAllOfIt() throws Exception {
        String topic = GROUND.topic(4, Map.of());
        Source source = Copy.source(topic, EARLIEST);
        try (Copy one = REST.parking(source);
                Copy other = REST.parking(source)) {
            REST.awaitBegun(one, source, 4);
            REST.awaitBegun(other, source, 4);
            for (int round = 0; round < 3; round++) {
                GROUND.send(topic, 100 * round, 100 * (round + 1), 50);
                GROUND.awaitAllCommitted(source, topic, 4);
                REST.awaitParked(one);
                REST.awaitParked(other);
            }
            assertThat(IntStream.range(0, 300).mapToObj(String::valueOf))
                    .allMatch(body ->
                            one.bodies().contains(body) || other.bodies().contains(body));
        }
    }

    @Test
    void whatAnotherCopyReadsWakesNobody() throws Exception {
        String topic = GROUND.topic(1, Map.of());
        Source source = Copy.source(topic, EARLIEST);
        try (Copy running = new Copy().read(source, Copy.plain(GROUND.kafka().address()))) {
            await().atMost(LONG).until(() -> GROUND.committed(source).size() == 1);
            try (Copy parked = REST.parking(source)) {
                REST.awaitParked(parked);
                for (int i = 0; i < 20; i++) {
                    GROUND.send(topic, i, i + 1, 1);
                    int sent = i + 1;
                    await().atMost(LONG).until(() -> running.seen().size() == sent);
                    assertThat(REST.members(source)).isEqualTo(1);
                    assertThat(parked.situation()).isInstanceOf(Situation.Waiting.class);
                }
                running.stop();
                GROUND.send(topic, 20, 25, 1);
                REST.awaitBodies(parked, 20, 25);
            }
        }
    }

    @Test
    void aPositionThatSomebodyMovesIsReadFrom() throws Exception {
        String topic = GROUND.topic(1, Map.of());
        Source source = Copy.source(topic, EARLIEST);
        GROUND.send(topic, 0, 10, 1);
        try (Copy copy = REST.parking(source)) {
            REST.awaitBodies(copy, 0, 10);
            GROUND.awaitAllCommitted(source, topic, 1);
            REST.awaitParked(copy);
            GROUND.admin()
                    .alterConsumerGroupOffsets(
                            source.group(), Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(7)))
                    .all()
                    .get();
            await().atMost(LONG).until(() -> copy.seen().size() == 13);
            assertThat(copy.bodies().subList(10, 13)).containsExactlyInAnyOrder("7", "8", "9");
        }
    }

    @Test
    void partitionsAndTopicsThatAreNewAreReadFromTheirBeginning() throws Exception {
        String name = "many-" + UUID.randomUUID();
        GROUND.make(name + "-a", 1, Map.of());
        GROUND.send(name + "-a", 0, 5, 1);
        Source source = Copy.source(Topics.Matching.of(name + "-.+"), LATEST);
        try (Copy copy = REST.parking(source)) {
            REST.awaitBegun(copy, source, 1);
            GROUND.make(name + "-b", 1, Map.of());
            GROUND.send(name + "-b", 5, 10, 1);
            GROUND.admin()
                    .createPartitions(Map.of(name + "-a", NewPartitions.increaseTo(2)))
                    .all()
                    .get();
            GROUND.send(IntStream.range(10, 15)
                    .mapToObj(i -> new ProducerRecord<>(name + "-a", 1, "k", String.valueOf(i)))
                    .toList());
            REST.awaitBodies(copy, 5, 15);
        }
    }
}
