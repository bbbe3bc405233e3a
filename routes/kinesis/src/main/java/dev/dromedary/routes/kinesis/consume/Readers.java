package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.kinesis.lease.Position;
import dev.dromedary.routes.kinesis.lease.ShardTable;
import dev.dromedary.routes.kinesis.lease.StartPosition;
import dev.dromedary.routes.kinesis.lease.Turn;
import dev.dromedary.routes.kinesis.stream.Access;
import dev.dromedary.routes.kinesis.stream.Trouble;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shards that this copy reads for a trigger. Of one thread. */
final class Readers {

    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

    private static final Duration NOW = Duration.ofSeconds(5);
    private static final long MILLIS = 1000;

    private final Source source;
    private final Access access;
    private final ShardReader.Means means;
    private final Map<String, ShardReader> all = new TreeMap<>();
    private boolean ended;

    Readers(Source source, Access access, ShardReader.Means means) {
        this.source = source;
        this.access = access;
        this.means = means;
    }

    /** How far each has come. */
    Map<String, Turn.Progress> progress(boolean due) {
        return all.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, reader -> reader.getValue()
                .progress(due)));
    }

    /** What is wrong with one of them, and is not merely slow; empty: nothing. */
    private Optional<Trouble> trouble() {
        return all.values().stream()
                .flatMap(reader -> reader.trouble().stream())
                .filter(trouble -> !(trouble instanceof Trouble.Throttled))
                .findFirst();
    }

    /** Whether a shard has come to its end since it was asked the last time: it has children, then. */
    boolean anyEnded() {
        boolean any = ended;
        ended = false;
        return any;
    }

    /** Abandons those that another copy has, or has had meanwhile. */
    void keep(ShardTable table, String self) {
        all.entrySet().removeIf(reader -> {
            ShardTable.Row row = table.shards().get(reader.getKey());
            boolean kept = row != null
                    && row.isOf(self)
                    && row.epoch() == reader.getValue().epoch();
            if (!kept) {
                reader.getValue().abandon();
                LOG.warn("A shard was lost to another copy stream={} shard={}", source.stream(), reader.getKey());
            }
            return !kept;
        });
    }

    /** Reads what the table says is this copy's, and no more what it says was given back. */
    void open(ShardTable table, String self) {
        all.entrySet().removeIf(reader -> {
            ShardTable.Row row = table.shards().get(reader.getKey());
            boolean over = row == null || !row.isOf(self);
            ended |= over && row != null && row.at() instanceof Position.End;
            return over;
        });
        table.shards().forEach((shard, row) -> {
            if (row.isOf(self) && !all.containsKey(shard)) {
                LOG.info("A shard is read stream={} shard={} from={}", source.stream(), shard, row.position());
                all.put(shard, open(shard, table).start());
            }
        });
    }

    private ShardReader open(String shard, ShardTable table) {
        ShardTable.Row row = table.shards().get(shard);
        KinesisEvent.Of of =
                new KinesisEvent.Of(source.trigger().key(), source.stream().name(), shard);
        return new ShardReader(
                new ShardReader.Of(shard, row.epoch()),
                means,
                new Cursor(access.client(), source.stream(), of, row.at(), isFirst(row, table)));
    }

    /** Whether a trigger begins right now with what comes: only then nothing can have come since. */
    private boolean isFirst(ShardTable.Row row, ShardTable table) {
        return row.epoch() == 1
                && row.at() instanceof Position.At
                && source.start() instanceof StartPosition.Latest
                && Clock.systemUTC().millis() - table.since() < NOW.toMillis();
    }

    /** How it is, by what the table says. */
    Situation situation(ShardTable table) {
        Optional<String> only = source.shard();
        ShardTable.Row row = only.map(shard -> table.shards().get(shard)).orElse(null);
        if (only.isPresent() && row == null) {
            return new Situation.Missing("The stream " + source.stream() + " has no shard " + only.get()
                    + ": name another, or none for all");
        }
        if (row != null && row.at() instanceof Position.End) {
            return new Situation.Missing("The shard " + only.orElseThrow()
                    + " was split or merged, and is read to its end: name another, or none for all");
        }
        return trouble().map(Trouble::situation).orElseGet(() -> new Situation.Reading(all.size(), behind()));
    }

    private long behind() {
        long now = Clock.systemUTC().millis();
        return all.values().stream()
                        .mapToLong(reader -> reader.behind(now))
                        .max()
                        .orElse(0)
                / MILLIS;
    }

    /** Has one be given back. */
    void release(String shard) {
        ShardReader reader = all.get(shard);
        if (reader != null) {
            var unused = reader.release();
        }
    }

    /** Nothing of any counts any more. */
    void abandon() {
        all.values().forEach(ShardReader::abandon);
        all.clear();
    }

    /** Has all be given back, and waits for it. */
    void drain() {
        CompletableFuture.allOf(all.values().stream().map(ShardReader::release).toArray(CompletableFuture[]::new))
                .join();
        all.values().forEach(reader -> reader.join(means.timing().drain()));
    }
}
