package dev.dromedary.routes.kinesis.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant BEFORE = NOON.minusSeconds(60);
    private static final StartPosition LATEST = new StartPosition.Latest();
    private static final StartPosition EARLIEST = new StartPosition.Earliest();
    private static final ShardTable EMPTY = ShardTable.empty("s", NOON);

    private static Listing.Shard shard(String id, String... parents) {
        return new Listing.Shard(id, List.of(parents), false);
    }

    private static Listing.Shard closed(String id, String... parents) {
        return new Listing.Shard(id, List.of(parents), true);
    }

    private static Listing listing(Listing.Shard... shards) {
        return new Listing(BEFORE, List.of(shards));
    }

    private static Turn turn(String self, Set<String> alive, StartPosition start, Listing listing) {
        return new Turn(
                new Turn.Who(self, alive, false),
                new Turn.Reads("s", Optional.empty(), start, "uid"),
                Optional.of(listing),
                Map.of());
    }

    private static Turn with(Turn turn, Map<String, Turn.Progress> mine) {
        return new Turn(turn.who(), turn.reads(), turn.listing(), mine);
    }

    private static Turn leaving(Turn turn) {
        return new Turn(
                new Turn.Who(turn.who().self(), turn.who().alive(), true), turn.reads(), turn.listing(), turn.mine());
    }

    private static Turn.Progress at(long epoch, Position position) {
        return new Turn.Progress(epoch, Optional.of(position), false);
    }

    @Test
    void aCopyThatIsAloneTakesAll() {
        ShardTable table = turn("a", Set.of("a"), EARLIEST, listing(shard("0"), shard("1")))
                .next(EMPTY);
        assertThat(table.readers()).containsExactly("a");
        assertThat(table.shards().values()).allMatch(row -> row.isOf("a") && row.epoch() == 1);
        assertThat(table.shards().values()).extracting(ShardTable.Row::at).containsOnly(new Position.Beginning());
    }

    @Test
    void nothingIsWrittenWhereAllIsWell() {
        Turn turn = turn("a", Set.of("a"), EARLIEST, listing(shard("0"), shard("1")));
        ShardTable table = turn.next(EMPTY);
        assertThat(turn.next(table)).isEqualTo(table);
        assertThat(ShardTable.parse(table.text())).contains(table);
    }

    @Test
    void childrenWaitForAllTheirParents() {
        Listing merged = listing(closed("0"), closed("1"), shard("2", "0", "1"));
        Turn turn = turn("a", Set.of("a"), EARLIEST, merged);
        ShardTable table = turn.next(EMPTY);
        assertThat(table.shards().get("2").holder()).isNull();
        table = with(turn, Map.of("0", at(1, new Position.End()))).next(table);
        assertThat(table.shards().get("0").holder()).isNull();
        assertThat(table.shards().get("2").holder()).isNull();
        table = with(turn, Map.of("1", at(1, new Position.End()))).next(table);
        assertThat(table.shards().get("2").isOf("a")).isTrue();
        assertThat(table.shards().get("2").at()).isEqualTo(new Position.Beginning());
    }

    @Test
    void parentsWhoseRecordsAreGoneHoldNobodyUpAndAreForgotten() {
        Turn before = turn("a", Set.of("a"), EARLIEST, listing(closed("0"), shard("1", "0")));
        ShardTable table = before.next(EMPTY);
        Turn after = turn("a", Set.of("a"), EARLIEST, listing(shard("1", "0")));
        assertThat(after.next(table).shards().get("1").isOf("a")).isTrue();
        table = with(before, Map.of("0", at(1, new Position.End()))).next(table);
        assertThat(after.next(table).shards()).containsOnlyKeys("1");
    }

    @Test
    void latestBeginsWhereTheTriggerDidAndPassesOverWhatWasClosedThen() {
        ShardTable table = turn("a", Set.of("a"), LATEST, listing(closed("0"), shard("1", "0")))
                .next(EMPTY);
        assertThat(table.shards().get("0").at()).isEqualTo(new Position.End());
        assertThat(table.shards().get("1").at()).isEqualTo(new Position.At(NOON));
        assertThat(table.shards().get("1").isOf("a")).isTrue();
        ShardTable later = turn("a", Set.of("a"), LATEST, listing(closed("0"), closed("1", "0"), shard("2", "1")))
                .next(table);
        assertThat(later.shards().get("2").at()).isEqualTo(new Position.Beginning());
    }

    @Test
    void aStreamThatIsYoungerThanTheTriggerIsReadFromItsBeginning() {
        Listing young = new Listing(NOON.plusSeconds(1), List.of(shard("0")));
        assertThat(turn("a", Set.of("a"), LATEST, young)
                        .next(EMPTY)
                        .shards()
                        .get("0")
                        .at())
                .isEqualTo(new Position.Beginning());
    }

    @Test
    void ofAStreamThatWasMadeAnewNothingIsDone() {
        Turn turn = turn("a", Set.of("a"), LATEST, listing(shard("0")));
        ShardTable table =
                with(turn, Map.of("0", at(1, Position.After.whole("7")))).next(turn.next(EMPTY));
        Listing anew = new Listing(NOON.plusSeconds(9), List.of(shard("0")));
        ShardTable next = turn("a", Set.of("a"), LATEST, anew).next(table);
        assertThat(next.shards().get("0").at()).isEqualTo(new Position.Beginning());
        ShardTable late = with(turn("a", Set.of("a"), LATEST, anew), Map.of("0", at(1, Position.After.whole("8"))))
                .next(next);
        assertThat(late).as("of the old one").isEqualTo(next);
    }

    @Test
    void whatTheDeadHoldIsTakenAndWhatTheySayThenCountsForNothing() {
        Listing two = listing(shard("0"), shard("1"));
        Turn first = turn("a", Set.of("a"), EARLIEST, two);
        ShardTable table = first.next(EMPTY);
        ShardTable taken = turn("b", Set.of("b"), EARLIEST, two).next(table);
        assertThat(taken.shards().values()).allMatch(row -> row.isOf("b") && row.epoch() == 2);
        assertThat(taken.readers()).containsExactly("b");
        ShardTable late = with(
                        turn("a", Set.of("a", "b"), EARLIEST, two), Map.of("0", at(1, Position.After.whole("9"))))
                .next(taken);
        assertThat(late.shards().get("0")).isEqualTo(taken.shards().get("0"));
    }

    @Test
    void aCopyThatJoinsGetsItsPartOnceTheOtherHasLetGo() {
        Listing four = listing(shard("0"), shard("1"), shard("2"), shard("3"));
        Turn a = turn("a", Set.of("a", "b"), EARLIEST, four);
        Turn b = turn("b", Set.of("a", "b"), EARLIEST, four);
        ShardTable table = b.next(turn("a", Set.of("a"), EARLIEST, four).next(EMPTY));
        assertThat(table.shards().values()).allMatch(row -> row.isOf("a"));
        Set<String> surplus = a.surplus(table);
        assertThat(surplus).hasSize(2);
        assertThat(b.surplus(table)).isEmpty();
        ShardTable given = with(
                        a,
                        surplus.stream()
                                .collect(Collectors.toMap(
                                        id -> id,
                                        id -> new Turn.Progress(1, Optional.of(Position.After.whole("5")), true))))
                .next(table);
        ShardTable spread = b.next(given);
        assertThat(spread.shards().entrySet())
                .filteredOn(row -> row.getValue().isOf("b"))
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrderElementsOf(surplus);
        assertThat(spread.shards().values())
                .filteredOn(row -> row.isOf("b"))
                .allMatch(row -> row.at().equals(Position.After.whole("5")) && row.epoch() == 2);
        assertThat(a.surplus(spread)).isEmpty();
        assertThat(b.surplus(spread)).isEmpty();
    }

    @Test
    void whoLeavesTakesNothing() {
        Turn turn = turn("a", Set.of("a"), EARLIEST, listing(shard("0")));
        ShardTable table = turn.next(EMPTY);
        ShardTable left = leaving(
                        with(turn, Map.of("0", new Turn.Progress(1, Optional.of(Position.After.whole("3")), true))))
                .next(table);
        assertThat(left.readers()).isEmpty();
        assertThat(left.shards().get("0").holder()).isNull();
        assertThat(left.shards().get("0").at()).isEqualTo(Position.After.whole("3"));
    }

    @Test
    void oneNamedShardIsReadWhateverItsParentsAre() {
        Turn turn = new Turn(
                new Turn.Who("a", Set.of("a"), false),
                new Turn.Reads("s", Optional.of("1"), EARLIEST, "uid"),
                Optional.of(listing(closed("0"), shard("1", "0"))),
                Map.of());
        assertThat(turn.next(EMPTY).shards()).containsOnlyKeys("1");
        assertThat(turn.next(EMPTY).shards().get("1").isOf("a")).isTrue();
    }

    @Test
    void shardsAreSpreadEquallyAndAsManyAsCanBeStay() {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            List<String> readers = IntStream.range(0, 1 + random.nextInt(5))
                    .mapToObj(i -> "r" + i)
                    .toList();
            TreeMap<String, String> shards = new TreeMap<>();
            int count = random.nextInt(12);
            for (int i = 0; i < count; i++) {
                int holder = random.nextInt(readers.size() + 2);
                shards.put(
                        "s" + i, holder < readers.size() ? readers.get(holder) : holder == readers.size() ? null : "x");
            }
            Map<String, String> spread = Spread.of(shards, readers, "seed" + round);
            assertThat(spread.keySet()).isEqualTo(shards.keySet());
            int[] counts = readers.stream()
                    .mapToInt(reader -> (int)
                            spread.values().stream().filter(reader::equals).count())
                    .toArray();
            assertThat(Arrays.stream(counts).max().orElse(0)
                            - Arrays.stream(counts).min().orElse(0))
                    .isLessThanOrEqualTo(1);
            Map<String, String> settled = new HashMap<>(spread);
            assertThat(Spread.of(new TreeMap<>(settled), readers, "seed" + round))
                    .as("who has what it should have keeps it")
                    .isEqualTo(spread);
        }
    }

    @Test
    void positionsAreReadAsTheyWereWritten() {
        for (Position position : List.of(
                new Position.Beginning(),
                new Position.End(),
                new Position.At(NOON),
                Position.After.whole("49590338271490256608559692538361571095921575989136588898"),
                new Position.After("4959", 3))) {
            assertThat(Position.parse(position.text())).isEqualTo(position);
        }
        assertThat(ShardTable.parse("{\"shards\": {\"0\": {\"position\": \"nowhere\"}}}"))
                .isEmpty();
    }
}
