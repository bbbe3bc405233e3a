package dev.dromedary.routes.kinesis.lease;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all copies of the router know of a trigger's shards.
 *
 * @param stream which stream: of another one, nothing of this is true
 * @param created when that was made, in milliseconds; 0: it was not seen yet
 * @param since when the trigger was first looked after, in milliseconds: where {@code latest} begins
 * @param readers the copies that run its route, in the order of their names
 * @param shards by their ids
 */
public record ShardTable(String stream, long created, long since, List<String> readers, SortedMap<String, Row> shards) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public ShardTable {
        readers = readers.stream().sorted().distinct().toList();
        shards = Collections.unmodifiableSortedMap(new TreeMap<>(shards));
    }

    /**
     * A shard.
     *
     * @param holder the copy that reads it; {@code null}: none
     * @param epoch how often it was taken
     * @param position how far it is done with
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Row(String holder, long epoch, String position) {

        /** Whether that copy reads it. */
        public boolean isOf(String copy) {
            return copy.equals(holder);
        }

        /** How far it is done with. */
        public Position at() {
            return Position.parse(position);
        }

        boolean hasEnded() {
            return Position.END.equals(position);
        }

        Row with(Position now) {
            return new Row(holder, epoch, now.text());
        }

        Row free() {
            return new Row(null, epoch, position);
        }

        Row takenBy(String copy) {
            return new Row(copy, epoch + 1, position);
        }
    }

    /** That of a trigger which nobody has looked after. */
    public static ShardTable empty(String stream, Instant since) {
        return new ShardTable(stream, 0, since.toEpochMilli(), List.of(), new TreeMap<>());
    }

    /** What was written by {@link #text}; empty: nothing was, or nothing that can be read. */
    public static Optional<ShardTable> parse(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            ShardTable table = JSON.readValue(text, ShardTable.class);
            table.shards.values().forEach(Row::at);
            return Optional.of(table);
        } catch (JsonProcessingException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** In one line. */
    public String text() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    ShardTable withReaders(List<String> now) {
        return new ShardTable(stream, created, since, now, shards);
    }

    ShardTable withShards(Map<String, Row> now) {
        return new ShardTable(stream, created, since, readers, new TreeMap<>(now));
    }
}
