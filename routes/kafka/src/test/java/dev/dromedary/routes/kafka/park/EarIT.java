package dev.dromedary.routes.kafka.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.routes.kafka.consume.Ground;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EarIT {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Ground GROUND = new Ground(RealKafka.shared());

    private final Ear ear = new Ear(Lot.settings(GROUND.kafka().address()), Lot.PACE);
    private TopicPartition one;
    private TopicPartition other;

    @BeforeEach
    void make() throws Exception {
        String topic = GROUND.topic(2, Map.of());
        one = new TopicPartition(topic, 0);
        other = new TopicPartition(topic, 1);
    }

    @AfterEach
    void close() {
        ear.close();
    }

    @AfterAll
    static void leave() {
        GROUND.close();
    }

    private static void send(TopicPartition to, String value) {
        GROUND.send(List.of(new ProducerRecord<>(to.topic(), to.partition(), "k", value)));
    }

    private void attend(long end) {
        ear.attend(Map.of(one, end, other, 0L));
    }

    @Test
    void whatSomethingComesToIsNotQuietAnyMoreUntilItIsAttendedAnew() {
        attend(0);
        assertThat(ear.listen(SHORT)).isFalse();
        send(one, "1");
        assertThat(ear.listen(LONG)).isTrue();
        await().atMost(LONG).until(() -> ear.quiet().equals(Map.of(other, 0L)));
        send(one, "2");
        assertThat(ear.listen(SHORT)).isFalse();
        attend(2);
        await().atMost(LONG).until(() -> ear.quiet().equals(Map.of(one, 2L, other, 0L)));
        assertThat(ear.listen(SHORT)).isFalse();
        send(one, "3");
        assertThat(ear.listen(LONG)).isTrue();
        assertThat(ear.quiet()).containsOnlyKeys(other);
    }

    @Test
    void whatWasThereBeforeItListenedIsHeard() {
        send(one, "1");
        attend(0);
        assertThat(ear.listen(LONG)).isTrue();
        assertThat(ear.attended()).isOne();
    }

    @Test
    void whatItListensToForAMomentIsNotCertainToBeQuiet() {
        attend(0);
        assertThat(ear.listen(Duration.ofMillis(100))).isFalse();
        assertThat(ear.attended()).isEqualTo(2);
        assertThat(ear.quiet()).isEmpty();
    }

    @Test
    void aTransactionIsHeardWhenItIsOverHoweverItEnds() {
        try (KafkaProducer<String, String> producer = GROUND.producer(Map.of("transactional.id", one.topic()))) {
            producer.initTransactions();
            attend(0);
            producer.beginTransaction();
            var unused = producer.send(new ProducerRecord<>(one.topic(), 0, "k", "1"));
            producer.flush();
            assertThat(ear.listen(SHORT)).isFalse();
            producer.abortTransaction();
            assertThat(ear.listen(LONG)).isTrue();
            assertThat(ear.attended()).isOne();
        }
    }

    @Test
    void anEndThatIsNotThereAnyMoreIsHeard() {
        attend(7);
        assertThat(ear.listen(LONG)).isTrue();
        assertThat(ear.attended()).isOne();
    }

    @Test
    void whatIsWrongWithOneLeavesThemToBeLookedAt() {
        ear.attend(Map.of(one, 0L, new TopicPartition("no such name!", 0), 0L));
        assertThat(ear.listen(LONG)).isTrue();
        assertThat(ear.attended()).isZero();
        attend(0);
        assertThat(ear.attended()).isZero();
    }

    @Test
    void brokersThatAreAwayAreHeard() {
        try (RealKafka kafka = RealKafka.start();
                Ground ground = new Ground(kafka);
                Ear listening = new Ear(Lot.settings(kafka.address()), Lot.PACE)) {
            TopicPartition orders = new TopicPartition("orders", 0);
            ground.make("orders", 1, Map.of());
            listening.attend(Map.of(orders, 0L));
            assertThat(listening.listen(SHORT)).isFalse();
            kafka.kill();
            assertThat(listening.listen(LONG)).isTrue();
            assertThat(listening.attended()).isZero();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoWantsSomethingElseEndsTheListening() {
        attend(0);
        CompletableFuture<Boolean> heard = CompletableFuture.supplyAsync(() -> ear.listen(Duration.ofHours(1)));
        ear.wake();
        assertThat(heard).succeedsWithin(LONG).isEqualTo(false);
        assertThat(ear.attended()).isEqualTo(2);
    }
}
