package dev.dromedary.routes.kafka.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.routes.kafka.park.Parked;
import dev.dromedary.routes.kafka.park.Stand;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A consumer that is not parked, and asks for nothing as long as it is listened for with another that is. */
class DozeIT {

    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Duration WHILE = Duration.ofSeconds(2);
    private static final Ground GROUND = new Ground(RealKafka.shared());
    private static final Rest REST = new Rest(GROUND);

    private final Copy copy = Copy.parking(Duration.ofHours(1), 1);
    private Wire wire;
    private Source source;
    private Stand neighbour;

    @BeforeEach
    void read() throws Exception {
        wire = new Wire(GROUND.kafka());
        neighbour = copy.lot().stand(neighbour(), Copy.plain(wire.address()));
        neighbour.park();
        source = Copy.source(GROUND.topic(2, Map.of()), new StartPosition.Latest());
        copy.read(source, Copy.plain(wire.address()));
        await().atMost(LONG).until(() -> GROUND.committed(source).size() == 2);
        awaitDozing();
    }

    @AfterEach
    void close() {
        neighbour.close();
        copy.close();
        wire.close();
    }

    @AfterAll
    static void leave() {
        GROUND.close();
    }

    /** Whose group has read all that there is, which is nothing. */
    private static Parked neighbour() throws Exception {
        String topic = GROUND.topic(1, Map.of());
        GROUND.admin()
                .alterConsumerGroupOffsets(topic, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0)))
                .all()
                .get();
        return new Neighbour(topic, Optional.of(topic));
    }

    private void awaitDozing() {
        AtomicInteger before = new AtomicInteger(-1);
        await().atMost(LONG).pollInterval(WHILE).until(() -> wire.asked() == before.getAndSet(wire.asked()));
    }

    @Test
    void whatComesIsDeliveredAtOnceAndByAMemberThatStayed() throws Exception {
        assertThat(REST.members(source)).isOne();
        GROUND.send(topic(), 0, 5, 5);
        await().atMost(WHILE).until(() -> copy.seen().size() == 5);
        GROUND.send(topic(), 5, 10, 5);
        REST.awaitBodies(copy, 0, 10);
        GROUND.awaitAllCommitted(source, topic(), 2);
        awaitDozing();
        GROUND.send(topic(), 10, 15, 5);
        REST.awaitBodies(copy, 0, 15);
    }

    @Test
    void itAsksItselfWhereNobodyIsParkedAnyMore() {
        int before = wire.asked();
        neighbour.close();
        await().atMost(LONG).until(() -> wire.asked() > before + 2);
    }

    @Test
    void nothingIsMissedWhereConnectionsWereGone() throws Exception {
        wire.is(Wire.Fault.FROZEN);
        GROUND.send(topic(), 0, 5, 5);
        wire.is(Wire.Fault.NONE);
        REST.awaitBodies(copy, 0, 5);
    }

    private String topic() {
        return ((Topics.Named) source.topics()).topic();
    }

    private record Neighbour(String group, Optional<String> topic) implements Parked {

        @Override
        public boolean reads(String name) {
            return topic.orElseThrow().equals(name);
        }

        @Override
        public void wake(Known known) {}

        @Override
        public void rouse() {}

        @Override
        public void waits() {}

        @Override
        public void failed(Throwable failure) {}

        @Override
        public void unfit(String why) {}
    }
}
