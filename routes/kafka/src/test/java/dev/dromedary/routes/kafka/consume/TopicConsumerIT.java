package dev.dromedary.routes.kafka.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.re2j.Pattern;
import dev.dromedary.broker.RealKafka;
import dev.dromedary.routes.core.Seen;
import dev.dromedary.routes.core.source.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** One copy of the router on a real broker: what is read, what is committed, where reading begins. */
class TopicConsumerIT {

    private static final Ground GROUND = new Ground(RealKafka.shared());
    private static final StartPosition EARLIEST = new StartPosition.Earliest();
    private static final StartPosition LATEST = new StartPosition.Latest();

    @AfterAll
    static void leave() {
        GROUND.close();
    }

    private static Copy reading(Copy copy, Source source) throws Exception {
        copy.read(source, Copy.plain(GROUND.kafka().address()));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !GROUND.committed(source).isEmpty());
        return copy;
    }

    private static void awaitSeen(Copy copy, int from, int to) {
        String[] all = IntStream.range(from, to).mapToObj(String::valueOf).toArray(String[]::new);
        await().atMost(Duration.ofSeconds(20)).until(() -> copy.seen().size() >= to - from);
        assertThat(copy.bodies()).containsExactlyInAnyOrder(all);
    }

    @Test
    void whatIsReadIsCommittedAndReadingGoesOnThere() throws Exception {
        String topic = GROUND.topic(3, Map.of());
        GROUND.send(topic, 0, 10, 5);
        Source source = Copy.source(topic, LATEST);
        try (Copy copy = reading(new Copy(), source)) {
            assertThat(GROUND.committed(source))
                    .as("the position is committed before the first record")
                    .isEqualTo(GROUND.ends(topic, 3));
            GROUND.send(topic, 10, 110, 5);
            awaitSeen(copy, 10, 110);
            GROUND.awaitAllCommitted(source, topic, 3);
            copy.stop();
            GROUND.send(topic, 110, 130, 5);
            copy.seen().clear();
            copy.startAgain();
            awaitSeen(copy, 110, 130);
            assertThat(copy.seen()).extracting(Seen::id).allMatch(id -> id.startsWith(topic + "-"));
        }
    }

    @Test
    void whatIsSettledBeyondAnEventThatWaitsDoesNotComeAgain() throws Exception {
        String topic = GROUND.topic(1, Map.of());
        Source source = Copy.source(topic, EARLIEST);
        GROUND.send(topic, 0, 100, 100);
        try (Copy first = new Copy((request, body) ->
                request.response().setStatusCode(body.equals("7") ? 500 : 200).end())) {
            reading(first, source);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> first.bodies().stream().distinct().count() == 100);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(GROUND.committed(source)).containsEntry(0, 7L));
        }
        try (Copy next = reading(new Copy(), source)) {
            GROUND.awaitAllCommitted(source, topic, 1);
            assertThat(next.bodies()).containsExactly("7");
        }
    }

    @Test
    void gapsThatTransactionsLeaveAreCommittedToo() throws Exception {
        String topic = GROUND.topic(1, Map.of());
        Source source = Copy.source(topic, EARLIEST);
        try (Copy copy = reading(new Copy(), source);
                var producer = GROUND.producer(
                        Map.of("transactional.id", UUID.randomUUID().toString()))) {
            producer.initTransactions();
            for (int turn = 0; turn < 6; turn++) {
                producer.beginTransaction();
                assertThat(producer.send(new ProducerRecord<>(topic, "k", String.valueOf(turn))))
                        .isNotNull();
                if (turn % 2 == 0) {
                    producer.commitTransaction();
                } else {
                    producer.flush();
                    producer.abortTransaction();
                }
            }
            GROUND.awaitAllCommitted(source, topic, 1);
            assertThat(copy.bodies()).containsExactly("0", "2", "4");
            assertThat(GROUND.committed(source)).containsEntry(0, 12L);
        }
    }

    @Test
    void gapsThatCompactionLeavesHoldNothingUp() throws Exception {
        String topic = GROUND.topic(
                1,
                Map.of(
                        "cleanup.policy", "compact",
                        "min.cleanable.dirty.ratio", "0.01",
                        "segment.ms", "100",
                        "min.compaction.lag.ms", "0"));
        GROUND.send(topic, 0, 300, 3);
        Source raw = Copy.source(topic, EARLIEST);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    GROUND.send(topic, 300, 301, 1);
                    return Records.count(GROUND.kafka(), topic) < 100;
                });
        try (Copy copy = reading(new Copy(), raw)) {
            GROUND.awaitAllCommitted(raw, topic, 1);
            assertThat(copy.seen()).hasSizeLessThan(200);
        }
    }

    @Test
    void partitionsThatCameLaterAreReadFromTheirBeginning() throws Exception {
        String topic = GROUND.topic(1, Map.of());
        Source source = Copy.source(topic, LATEST);
        GROUND.send(topic, 0, 5, 1);
        try (Copy copy = reading(new Copy(), source)) {
            copy.stop();
            GROUND.admin()
                    .createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                    .all()
                    .get();
            GROUND.send(List.of(new ProducerRecord<>(topic, 1, "k", "5")));
            copy.startAgain();
            awaitSeen(copy, 5, 6);
        }
    }

    @Test
    void aTopicThatIsMadeLaterIsReadFromItsBeginning() throws Exception {
        String topic = "later-" + UUID.randomUUID();
        Source source = Copy.source(topic, LATEST);
        try (Copy copy = new Copy().read(source, Copy.plain(GROUND.kafka().address()))) {
            await().atMost(Duration.ofSeconds(20)).until(() -> copy.situation() instanceof Situation.Missing);
            GROUND.make(topic, 2, Map.of());
            GROUND.send(topic, 0, 10, 4);
            awaitSeen(copy, 0, 10);
            assertThat(copy.situation()).isInstanceOf(Situation.Reading.class);
        }
    }

    @Test
    void aPatternFindsItsTopicsAlsoThoseThatComeLater() throws Exception {
        String prefix = "many-" + UUID.randomUUID();
        GROUND.make(prefix + ".a", 1, Map.of());
        Source source = Copy.source(new Topics.Matching(Pattern.compile(prefix + "\\..+")), LATEST);
        try (Copy copy = reading(new Copy(), source)) {
            GROUND.send(prefix + ".a", 0, 2, 1);
            awaitSeen(copy, 0, 2);
            GROUND.make(prefix + ".b", 1, Map.of());
            GROUND.make("not-" + prefix + ".b", 1, Map.of());
            GROUND.send("not-" + prefix + ".b", 9, 10, 1);
            GROUND.send(prefix + ".b", 2, 4, 1);
            awaitSeen(copy, 0, 4);
        }
    }

    @Test
    void readingBeginsWithATime() throws Exception {
        String topic = GROUND.topic(1, Map.of("retention.ms", "-1"));
        for (int i = 0; i < 10; i++) {
            GROUND.send(List.of(new ProducerRecord<>(topic, 0, 1_000_000L + i * 1000L, "k", String.valueOf(i))));
        }
        Source source = Copy.source(topic, new StartPosition.At(Instant.ofEpochMilli(1_006_500)));
        try (Copy copy = reading(new Copy(), source)) {
            awaitSeen(copy, 7, 10);
        }
    }

    @Test
    void whereRecordsAreGoneReadingGoesOnWithTheFirstThatIsThere() throws Exception {
        String topic = GROUND.topic(1, Map.of());
        Source source = Copy.source(topic, EARLIEST);
        try (Copy copy = reading(new Copy(), source)) {
            copy.stop();
            GROUND.send(topic, 0, 20, 1);
            GROUND.admin()
                    .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(15)))
                    .all()
                    .get();
            copy.startAgain();
            awaitSeen(copy, 15, 20);
            GROUND.awaitAllCommitted(source, topic, 1);
        }
    }
}
