package dev.dromedary.routes.kinesis.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.routes.core.Seen;
import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.kinesis.RealKinesis.Emulator;
import dev.dromedary.routes.kinesis.lease.MemorySheets;
import dev.dromedary.routes.kinesis.lease.Position;
import dev.dromedary.routes.kinesis.lease.ShardTable;
import dev.dromedary.routes.kinesis.lease.Sheets;
import dev.dromedary.routes.kinesis.lease.StartPosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is read and how far, on both emulators. */
class StreamConsumerIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final StartPosition EARLIEST = new StartPosition.Earliest();
    private static final StartPosition LATEST = new StartPosition.Latest();

    @Nested
    class OnKinesalite extends On {
        OnKinesalite() {
            super(Emulator.KINESALITE);
        }

        @Test
        void aSplitAndAMergeAreReadParentsFirst() throws Exception {
            String stream = ground.stream(2);
            Source source = source(stream, EARLIEST);
            List<Seen> seen = new CopyOnWriteArrayList<>();
            try (Copy copy = new Copy("a", sheets, seen, (request, body) -> request.response()
                            .end())
                    .read(source)) {
                ground.send(stream, 0, 40, 8);
                ground.split(stream);
                ground.send(stream, 40, 80, 8);
                awaitSeen(seen, 0, 80);
                ground.merge(stream);
                ground.send(stream, 80, 120, 8);
                awaitSeen(seen, 0, 120);
                assertOrder(seen);
                await().atMost(SOON).until(() -> copy.situation() instanceof Situation.Reading);
                await().atMost(SOON)
                        .until(() -> table(source).shards().values().stream()
                                        .filter(row -> row.at() instanceof Position.End)
                                        .count()
                                == 3);
                assertThat(seen.stream()
                                .map(one -> one.headers().get("event-shard"))
                                .distinct())
                        .hasSizeGreaterThanOrEqualTo(4);
            }
        }
    }

    @Nested
    class OnMoto extends On {
        OnMoto() {
            super(Emulator.MOTO);
        }
    }

    /** The tests, on an emulator of theirs. */
    static class On {

        final Ground ground;
        final Sheets sheets = new MemorySheets();

        On(Emulator emulator) {
            this.ground = new Ground(emulator);
        }

        @AfterEach
        void leave() {
            ground.close();
        }

        Source source(String stream, StartPosition start) {
            return Copy.source(ground.kinesis().address(), stream, start);
        }

        ShardTable table(Source source) {
            return ShardTable.parse(
                            sheets.read(source.sheet(), Optional.empty()).text())
                    .orElseThrow();
        }

        static void awaitSeen(List<Seen> seen, int from, int to) {
            List<String> all =
                    IntStream.range(from, to).mapToObj(String::valueOf).toList();
            await().atMost(SOON)
                    .until(() -> seen.stream().map(Seen::body).toList().containsAll(all));
        }

        /** Each key's numbers came in their order, whoever read them; a repeat is no step back. */
        static void assertOrder(List<Seen> seen) {
            Map<String, List<Integer>> byKey = seen.stream()
                    .collect(Collectors.groupingBy(
                            Seen::key, Collectors.mapping(one -> Integer.valueOf(one.body()), Collectors.toList())));
            byKey.forEach((key, numbers) -> {
                List<Integer> first = numbers.stream().distinct().toList();
                assertThat(first).as(key).isSorted();
            });
        }

        @Test
        void whatIsReadIsWrittenDownAndReadingGoesOnThere() throws Exception {
            String stream = ground.stream(2);
            ground.send(stream, 0, 20, 5);
            Source source = source(stream, EARLIEST);
            try (Copy copy = new Copy("a", sheets).read(source)) {
                awaitSeen(copy.seen(), 0, 20);
                copy.stop();
                assertThat(table(source).shards().values())
                        .allMatch(row -> row.holder() == null && row.at() instanceof Position.After);
                ground.send(stream, 20, 30, 5);
                copy.seen().clear();
                copy.startAgain();
                awaitSeen(copy.seen(), 20, 30);
                assertThat(copy.bodies()).hasSize(10);
                Seen one = copy.seen().getFirst();
                assertThat(one.id())
                        .isEqualTo(one.headers().get("event-shard") + "-"
                                + one.headers().get("event-sequence"));
                assertThat(one.headers())
                        .containsEntry("event-namespace", "kinesistriggers.kubeless.io")
                        .containsEntry("event-type", "application/x-www-form-urlencoded")
                        .containsEntry("event-stream", stream)
                        .containsEntry("ce-id", one.id())
                        .containsEntry("ce-type", "dev.dromedary.kinesis.record");
            }
        }

        @Test
        void latestPassesOverWhatWasThereBeforeAndLosesNothingThatComesWhileItIsStopped() throws Exception {
            String stream = ground.stream(1);
            ground.send(stream, 0, 5, 1);
            await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
            Source source = source(stream, LATEST);
            try (Copy copy = new Copy("a", sheets).read(source)) {
                await().atMost(SOON).until(() -> copy.shards() == 1);
                copy.stop();
                ground.send(stream, 5, 8, 1);
                copy.startAgain();
                awaitSeen(copy.seen(), 5, 8);
                assertThat(copy.bodies()).containsExactly("5", "6", "7");
            }
        }

        @Test
        void aStreamThatIsMadeLaterIsReadFromItsBeginning() throws Exception {
            String stream = "later-" + UUID.randomUUID();
            try (Copy copy = new Copy("a", sheets).read(source(stream, LATEST))) {
                await().atMost(SOON).until(() -> copy.situation() instanceof Situation.Missing);
                await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
                ground.make(stream, 2);
                ground.send(stream, 0, 10, 4);
                awaitSeen(copy.seen(), 0, 10);
                assertThat(copy.situation()).isInstanceOf(Situation.Reading.class);
            }
        }

        @Test
        void whatIsPackedIntoOneRecordComesAsItsEventsAndGoesOnWithinIt() throws Exception {
            String stream = ground.stream(1);
            Source source = source(stream, EARLIEST);
            AtomicBoolean takes = new AtomicBoolean();
            List<Seen> seen = new CopyOnWriteArrayList<>();
            ground.send(stream, "k", Aggregates.of(List.of("0", "1", "2")));
            ground.send(stream, "k", "3".getBytes(StandardCharsets.UTF_8));
            try (Copy copy = new Copy("a", sheets, seen, (request, body) -> request.response()
                            .setStatusCode(body.equals("0") || takes.get() ? 200 : 503)
                            .end())
                    .read(source)) {
                await().atMost(SOON).until(() -> table(source).shards().values().stream()
                        .anyMatch(row -> row.at() instanceof Position.After after && after.sub() == 0));
                copy.stop();
                seen.clear();
                takes.set(true);
                copy.startAgain();
                awaitSeen(seen, 1, 4);
                assertThat(copy.bodies()).doesNotContain("0");
                assertThat(seen).extracting(Seen::key).contains("1", "2", "k");
                Seen sub = seen.stream()
                        .filter(one -> one.body().equals("2"))
                        .findFirst()
                        .orElseThrow();
                assertThat(sub.id()).endsWith("-2");
            }
        }

        @Test
        void whatIsMissingIsSaidAndBeginsByItself() throws Exception {
            String stream = ground.stream(1);
            ground.send(stream, 0, 3, 1);
            try (Copy copy = new Copy("a", sheets)) {
                copy.secrets().remove(Copy.SECRET);
                copy.read(source(stream, EARLIEST));
                await().atMost(SOON).until(() -> copy.situation() instanceof Situation.Unfit);
                copy.login("id");
                awaitSeen(copy.seen(), 0, 3);
            }
        }
    }
}
