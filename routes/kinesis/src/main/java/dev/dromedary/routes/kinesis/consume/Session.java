package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.routes.core.deliver.Flow;
import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.kinesis.lease.Bell;
import dev.dromedary.routes.kinesis.lease.Members;
import dev.dromedary.routes.kinesis.lease.ShardTable;
import dev.dromedary.routes.kinesis.lease.Sheets;
import dev.dromedary.routes.kinesis.lease.Tables;
import dev.dromedary.routes.kinesis.lease.Turn;
import dev.dromedary.routes.kinesis.stream.Access;
import dev.dromedary.routes.kinesis.stream.Trouble;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a consumer does, on a virtual thread of its own: turn by turn it looks at the table of shards, says how far it has come, gives shards
 * back and takes some. It never ends before its route does.
 */
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** How often the last word is tried. */
    private static final int TRIES = 5;

    /** So seldom, in turns, the table is read where nothing is to be done. */
    private static final int REST = 5;

    private final Source source;
    private final Means means;
    private final Tables tables;
    private final Survey survey;
    private final Readers readers;
    private final Bell bell = new Bell();
    private final Thread thread;
    private Known known;
    private boolean begun;
    private long told;
    private int failures;
    private volatile boolean closed;

    /**
     * What sessions live on.
     *
     * @param situations told how it is
     */
    record Means(Access access, Sheets sheets, Members members, Timing timing, Consumer<Situation> situations) {}

    /**
     * What was found the last time.
     *
     * @param lapses of this copy, before
     */
    private record Known(ShardTable table, Set<String> alive, int lapses, long at) {}

    Session(Source source, Means means, Flow flow) {
        this.source = source;
        this.means = means;
        this.tables = new Tables(
                means.sheets(), source.sheet(), source.owner(), source.stream().identity());
        this.survey = new Survey(means.access(), source.stream(), means.timing().list());
        this.readers = new Readers(
                source,
                means.access(),
                new ShardReader.Means(flow, means.timing(), means.members()::isFresh, this::nudge));
        this.thread = Thread.ofVirtual().name("kinesis-session").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Has it look now: something is another than it was. */
    void nudge() {
        bell.ring();
    }

    /**
     * Ends it: what is under way is waited for, what is settled is written down, and the shards are given back.
     *
     * @return whether it has ended within that time
     */
    boolean close(Duration longest) {
        closed = true;
        bell.ring();
        try {
            return thread.join(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        means.members().join();
        try {
            while (!closed) {
                Duration wait = turn();
                if (!closed) {
                    bell.await(wait);
                }
            }
            leave();
        } finally {
            readers.abandon();
            means.members().leave();
        }
    }

    /** How long until the next. */
    private Duration turn() {
        try {
            begin();
            means.situations()
                    .accept(means.access()
                            .trouble()
                            .<Situation>map(Situation.Unfit::new)
                            .orElseGet(this::look));
            failures = 0;
            return means.timing().turn();
        } catch (Sheets.Moved e) {
            known = null;
            return means.timing().pause();
        } catch (SdkException e) {
            means.situations().accept(Trouble.of(e, source.stream()).situation());
        } catch (RuntimeException e) {
            LOG.debug("A turn came to nothing stream={}", source.stream(), e);
            means.situations()
                    .accept(new Situation.Troubled("Who reads which shard cannot be agreed on: " + e.getMessage()));
            abandonIfStale();
        }
        survey.again();
        known = null;
        return Backoff.of(++failures, means.timing()).plus(means.timing().pause());
    }

    /** That the trigger is looked after is written down before its stream is seen: of one that is younger, all is read. */
    private void begin() {
        if (!begun) {
            tables.begin();
            begun = true;
        }
    }

    private void abandonIfStale() {
        if (!means.members().isFresh()) {
            readers.abandon();
        }
    }

    private Situation look() {
        survey.look(readers.anyEnded());
        if (isQuiet()) {
            return readers.situation(known.table());
        }
        int lapses = means.members().lapses();
        Tables.Copy copy = tables.read();
        Optional<Set<String>> alive = means.members().alive(copy.named());
        if (alive.isEmpty()) {
            readers.abandon();
            return new Situation.Troubled(
                    "The API server does not take this copy's word: its shards are let go, until it does");
        }
        String self = means.members().self();
        readers.keep(copy.table(), self);
        ShardTable now = write(copy, alive.get(), false);
        readers.open(now, self);
        turn(alive.get(), false, true).surplus(now).forEach(readers::release);
        known = new Known(now, alive.get(), lapses, System.nanoTime());
        return readers.situation(now);
    }

    /** Whether the API server need not be asked: by what it said lately nothing is to be done, here or by others. */
    private boolean isQuiet() {
        if (known == null
                || known.lapses() != means.members().lapses()
                || System.nanoTime() - known.at()
                        > means.timing().turn().multipliedBy(REST).toNanos()) {
            return false;
        }
        Turn turn = turn(known.alive(), false, isDue());
        return means.members()
                        .alive(known.alive())
                        .filter(known.alive()::equals)
                        .isPresent()
                && turn.next(known.table()).equals(known.table())
                && turn.surplus(known.table()).isEmpty();
    }

    private boolean isDue() {
        return System.nanoTime() - told > means.timing().checkpoint().toNanos();
    }

    /** Writes what should be; not, where that is what is there, or only a little more is settled than was said lately. */
    private ShardTable write(Tables.Copy copy, Set<String> alive, boolean leaving) {
        if (turn(alive, leaving, leaving || isDue()).next(copy.table()).equals(copy.table())) {
            return copy.table();
        }
        ShardTable next = turn(alive, leaving, true).next(copy.table());
        tables.write(copy, next);
        told = System.nanoTime();
        return next;
    }

    private Turn turn(Set<String> alive, boolean leaving, boolean due) {
        return new Turn(
                new Turn.Who(means.members().self(), alive, leaving),
                source.reads(),
                survey.listing(),
                readers.progress(due));
    }

    /** The last word: what is settled, and that the shards are free. */
    private void leave() {
        readers.drain();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                Tables.Copy copy = tables.read();
                if (!copy.isNew() && means.members().isFresh()) {
                    Set<String> all = copy.named();
                    all.add(means.members().self());
                    var unused = write(copy, all, true);
                }
                return;
            } catch (Sheets.Moved e) {
                LOG.debug("The table was written as it was left stream={}", source.stream());
            } catch (RuntimeException e) {
                LOG.warn(
                        "Shards could not be given back, others take them soon stream={} because={}",
                        source.stream(),
                        e.getMessage());
                return;
            }
        }
    }
}
