package dev.dromedary.routes.kafka.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.routes.core.source.Situation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What happens to a topic, its group, its brokers and its trigger while the consumer is parked. */
class ParkedMeanwhileIT {

    private static final Duration LONG = Duration.ofSeconds(40);
    private static final StartPosition LATEST = new StartPosition.Latest();
    private static final Ground GROUND = new Ground(RealKafka.shared());
    private static final Rest REST = new Rest(GROUND);

    @AfterAll
    static void leave() {
        GROUND.close();
    }

    @Test
    void whatTheBrokersForgetOfAGroupIsRemembered() throws Exception {
        String topic = GROUND.topic(1, Map.of());
        Source source = Copy.source(topic, LATEST);
        try (Copy copy = REST.parking(source)) {
            REST.awaitBegun(copy, source, 1);
            await().atMost(LONG).until(() -> REST.members(source) == 0);
            GROUND.admin().deleteConsumerGroups(List.of(source.group())).all().get();
            GROUND.send(topic, 0, 5, 1);
            REST.awaitBodies(copy, 0, 5);
        }
    }

    @Test
    void aGroupIsJoinedNowAndThenSoThatItIsNotForgotten() throws Exception {
        String topic = GROUND.topic(1, Map.of());
        Source source = Copy.source(topic, LATEST);
        try (Copy copy = Copy.parking(Duration.ofSeconds(2))
                .read(source, Copy.plain(GROUND.kafka().address()))) {
            REST.awaitBegun(copy, source, 1);
            for (int time = 0; time < 2; time++) {
                await().atMost(LONG)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> copy.situation() instanceof Situation.Reading);
                REST.awaitParked(copy);
            }
        }
    }

    @Test
    void aTopicThatIsDeletedMeanwhileIsSaid() throws Exception {
        String topic = GROUND.topic(1, Map.of());
        Source source = Copy.source(topic, LATEST);
        try (Copy copy = REST.parking(source)) {
            REST.awaitBegun(copy, source, 1);
            GROUND.admin().deleteTopics(List.of(topic)).all().get();
            await().atMost(LONG).until(() -> copy.situation() instanceof Situation.Missing);
        }
    }

    @Test
    void aRouteThatIsStoppedMeanwhileLeavesNothingAndGoesOnWhenItStarts() throws Exception {
        String topic = GROUND.topic(1, Map.of());
        Source source = Copy.source(topic, LATEST);
        try (Copy copy = REST.parking(source)) {
            REST.awaitBegun(copy, source, 1);
            copy.stop();
            assertThat(copy.situation()).isInstanceOf(Situation.Stopped.class);
            await().atMost(LONG).until(() -> !Records.threads().contains("kafka-lookout"));
            GROUND.send(topic, 0, 5, 1);
            copy.startAgain();
            REST.awaitBodies(copy, 0, 5);
        }
    }

    @Test
    void aBrokerThatIsAwayMeanwhileIsSaidAndNothingIsMissed() throws Exception {
        try (RealKafka kafka = RealKafka.start();
                Ground ground = new Ground(kafka);
                Copy copy = Copy.parking()) {
            ground.make("orders", 2, Map.of());
            Source source = Copy.source("orders", LATEST);
            copy.read(source, Copy.plain(kafka.address()));
            await().atMost(LONG).until(() -> ground.committed(source).size() == 2);
            REST.awaitParked(copy);
            kafka.kill();
            await().atMost(LONG).until(() -> copy.situation() instanceof Situation.Unreachable);
            kafka.startAgain();
            REST.awaitParked(copy);
            ground.send("orders", 0, 10, 5);
            REST.awaitBodies(copy, 0, 10);
        }
    }
}
