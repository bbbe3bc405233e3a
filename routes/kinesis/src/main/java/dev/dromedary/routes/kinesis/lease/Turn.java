package dev.dromedary.routes.kinesis.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a copy of the router makes of the table, as it was read: says how far it has come with its shards, gives back, takes. Pure: what
 * comes of it counts only once it is written over the very table that it was made of.
 *
 * @param listing empty: the stream was not seen (yet)
 * @param mine the shards that this copy reads
 */
public record Turn(Who who, Reads reads, Optional<Listing> listing, Map<String, Progress> mine) {

    /** Clocks differ: a stream that is but little older than the trigger is read from its beginning, too. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /**
     * Whose turn it is.
     *
     * @param self this copy
     * @param alive copies of the router, this one among them
     * @param leaving whether it gives back all, and takes nothing
     */
    public record Who(String self, Set<String> alive, boolean leaving) {}

    /**
     * What is read.
     *
     * @param shard the only one; empty: all
     * @param seed the trigger
     */
    public record Reads(String stream, Optional<String> shard, StartPosition start, String seed) {}

    /**
     * How far this copy has come with a shard.
     *
     * @param epoch of its taking: of another one, nothing of this counts
     * @param position how far it is done with; empty: nobody needs to know
     * @param released whether it is not read any more, here
     */
    public record Progress(long epoch, Optional<Position> position, boolean released) {}

    /** The table that should be; the same, if all is well. */
    public ShardTable next(ShardTable now) {
        ShardTable table = renewed(now);
        table = table.withReaders(readers(table));
        table = table.withShards(told(table));
        table = listing.isPresent() ? table.withShards(listed(table, listing.get(), epoch(now))) : table;
        return who.leaving() ? table : table.withShards(taken(table));
    }

    /** The shards of this copy that another one should have. */
    public Set<String> surplus(ShardTable table) {
        Map<String, String> spread = spread(table);
        return table.shards().entrySet().stream()
                .filter(row ->
                        row.getValue().isOf(who.self()) && !row.getValue().hasEnded())
                .map(Map.Entry::getKey)
                .filter(shard -> spread.containsKey(shard) && !who.self().equals(spread.get(shard)))
                .collect(Collectors.toSet());
    }

    /** Of a stream that was made anew nothing has been read, and it was made while the trigger was there. */
    private ShardTable renewed(ShardTable now) {
        if (listing.isEmpty()) {
            return now;
        }
        long created = listing.get().created().toEpochMilli();
        boolean another = isAnother(now);
        return new ShardTable(
                now.stream(),
                created,
                another ? 0 : now.since(),
                now.readers(),
                another ? new TreeMap<>() : now.shards());
    }

    private boolean isAnother(ShardTable now) {
        return now.created() != 0
                && listing.filter(seen -> seen.created().toEpochMilli() != now.created())
                        .isPresent();
    }

    /** Who still reads a stream that is no more has no say about the one that took its place. */
    private long epoch(ShardTable now) {
        return isAnother(now)
                ? now.shards().values().stream()
                        .mapToLong(ShardTable.Row::epoch)
                        .max()
                        .orElse(0)
                : 0;
    }

    private List<String> readers(ShardTable table) {
        Stream<String> others = table.readers().stream()
                .filter(reader -> !reader.equals(who.self()) && who.alive().contains(reader));
        return (who.leaving() ? others : Stream.concat(others, Stream.of(who.self()))).toList();
    }

    private Map<String, ShardTable.Row> told(ShardTable table) {
        Map<String, ShardTable.Row> rows = new TreeMap<>(table.shards());
        rows.replaceAll((shard, row) -> {
            if (row.holder() != null && !who.alive().contains(row.holder())) {
                return row.free();
            }
            Progress progress = mine.get(shard);
            if (progress == null || !row.isOf(who.self()) || progress.epoch() != row.epoch()) {
                return row;
            }
            ShardTable.Row told = progress.position().map(row::with).orElse(row);
            return progress.released() || told.hasEnded() ? told.free() : told;
        });
        return rows;
    }

    private Map<String, ShardTable.Row> listed(ShardTable table, Listing seen, long epoch) {
        Map<String, ShardTable.Row> rows = new TreeMap<>(table.shards());
        rows.entrySet()
                .removeIf(row ->
                        row.getValue().hasEnded() && seen.shard(row.getKey()).isEmpty());
        boolean first = table.shards().isEmpty();
        seen.shards().stream()
                .filter(shard -> reads.shard().isEmpty() || reads.shard().get().equals(shard.id()))
                .forEach(shard -> rows.computeIfAbsent(
                        shard.id(),
                        id -> new ShardTable.Row(
                                null, epoch, (first ? start(table, seen, shard) : new Position.Beginning()).text())));
        return rows;
    }

    /** Where a trigger begins: with all there is, where the stream is younger than the trigger. */
    private Position start(ShardTable table, Listing seen, Listing.Shard shard) {
        return switch (reads.start()) {
            case StartPosition.Earliest earliest -> new Position.Beginning();
            case StartPosition.From from -> new Position.At(from.time());
            case StartPosition.Latest latest -> {
                if (seen.created().plus(MARGIN).toEpochMilli() > table.since()) {
                    yield new Position.Beginning();
                }
                yield shard.closed() ? new Position.End() : new Position.At(Instant.ofEpochMilli(table.since()));
            }
        };
    }

    private Map<String, ShardTable.Row> taken(ShardTable table) {
        Map<String, String> spread = spread(table);
        Map<String, ShardTable.Row> rows = new TreeMap<>(table.shards());
        rows.replaceAll((shard, row) ->
                row.holder() == null && who.self().equals(spread.get(shard)) ? row.takenBy(who.self()) : row);
        return rows;
    }

    private Map<String, String> spread(ShardTable table) {
        if (listing.isEmpty() || table.readers().isEmpty()) {
            return Map.of();
        }
        SortedMap<String, String> open = new TreeMap<>();
        table.shards().forEach((shard, row) -> {
            if (!row.hasEnded() && isOpen(shard, table)) {
                open.put(shard, row.holder());
            }
        });
        return Spread.of(open, table.readers(), reads.seed());
    }

    /** Parents come before their children; those whose records are not kept any more, and those that nobody is to read, are done with. */
    private boolean isOpen(String shard, ShardTable table) {
        return listing.flatMap(seen -> seen.shard(shard))
                .filter(seen ->
                        reads.shard().isPresent() || seen.parents().stream().allMatch(parent -> isDone(parent, table)))
                .isPresent();
    }

    private boolean isDone(String parent, ShardTable table) {
        ShardTable.Row row = table.shards().get(parent);
        return row == null
                || row.hasEnded()
                || listing.flatMap(seen -> seen.shard(parent)).isEmpty();
    }
}
