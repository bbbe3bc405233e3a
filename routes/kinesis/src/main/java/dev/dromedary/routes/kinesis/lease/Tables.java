package dev.dromedary.routes.kinesis.lease;

import dev.dromedary.crd.Key;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Where a trigger's table of shards is kept. Waits for the API server. */
public final class Tables {

    /** Clocks differ: rather a record of the second before than none of the second after. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final Sheets sheets;
    private final Key key;
    private final Sheets.Owner owner;
    private final String stream;

    /**
     * That of a trigger.
     *
     * @param stream which one it reads: what is written down of another one is not true of it
     */
    public Tables(Sheets sheets, Key key, Sheets.Owner owner, String stream) {
        this.sheets = sheets;
        this.key = key;
        this.owner = owner;
        this.stream = stream;
    }

    /** A table as it was read; what is written in its place must be made of it. */
    public record Copy(Sheets.Sheet sheet, ShardTable table) {

        /** Whether nobody has written it yet. */
        public boolean isNew() {
            return sheet.version().isEmpty();
        }

        /** The copies of the router that it names. */
        public Set<String> named() {
            Set<String> named = new HashSet<>(table.readers());
            table.shards().values().stream()
                    .map(ShardTable.Row::holder)
                    .filter(Objects::nonNull)
                    .forEach(named::add);
            return named;
        }
    }

    /**
     * The table as it is now.
     *
     * @throws IllegalStateException if somebody else has written what is no table: it would be read anew from the start
     */
    public Copy read() {
        Sheets.Sheet sheet = sheets.read(key, Optional.of(owner));
        Optional<ShardTable> table = ShardTable.parse(sheet.text());
        if (table.isEmpty() && !sheet.text().isEmpty()) {
            throw new IllegalStateException(
                    "the Lease " + key + " cannot be read; once it is deleted, reading begins with spec.startPosition");
        }
        return new Copy(
                sheet,
                table.filter(known -> known.stream().equals(stream))
                        .orElseGet(() -> ShardTable.empty(
                                stream, Clock.systemUTC().instant().minus(MARGIN))));
    }

    /**
     * Writes a table over the one that it was made of.
     *
     * @throws Sheets.Moved if that is not there any more
     */
    public void write(Copy over, ShardTable next) {
        var unused = sheets.write(over.sheet().with(next.text()));
    }

    /** Writes down since when the trigger is looked after, if nobody has. */
    public void begin() {
        Copy copy = read();
        if (copy.isNew()) {
            write(copy, copy.table());
        }
    }
}
