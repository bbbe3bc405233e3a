package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.routes.core.deliver.Flow;
import dev.dromedary.routes.core.deliver.Lane;
import dev.dromedary.routes.kinesis.lease.Bell;
import dev.dromedary.routes.kinesis.lease.Position;
import dev.dromedary.routes.kinesis.lease.Turn;
import dev.dromedary.routes.kinesis.stream.Trouble;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;

/** Reads a shard as long as it is this copy's. A virtual thread asks for its records; it never waits for a function. */
final class ShardReader {

    private static final Logger LOG = LoggerFactory.getLogger(ShardReader.class);
    private static final Duration ROOM = Duration.ofSeconds(5);

    private final Of of;
    private final Means means;
    private final Lane lane;
    private final Cursor cursor;
    private final Bell bell = new Bell();
    private final Thread thread;
    private final Position begin;
    private final Trail trail = new Trail(now());
    private final Rhythm rhythm;
    private int failures;
    private CompletableFuture<Void> quiet;
    private volatile boolean gone;
    private volatile boolean released;
    private volatile boolean ended;
    private volatile Trouble trouble;

    /**
     * Which shard.
     *
     * @param epoch of its taking
     */
    record Of(String shard, long epoch) {}

    /**
     * What shards are read with.
     *
     * @param holds whether this copy may still read
     * @param told run where there is something to say
     */
    record Means(Flow flow, Timing timing, BooleanSupplier holds, Runnable told) {}

    ShardReader(Of of, Means means, Cursor cursor) {
        this.of = of;
        this.means = means;
        this.cursor = cursor;
        this.begin = cursor.position();
        this.rhythm = new Rhythm(means.timing(), System.nanoTime());
        this.lane = means.flow().lane(new Room(bell));
        this.thread = Thread.ofVirtual().name("kinesis-" + of.shard()).unstarted(this::run);
    }

    /** Reads from now on. */
    ShardReader start() {
        thread.start();
        return this;
    }

    long epoch() {
        return of.epoch();
    }

    /** How far it has come. */
    Turn.Progress progress(boolean due) {
        boolean over = released || ended;
        return new Turn.Progress(of.epoch(), due || over ? Optional.of(position()) : Optional.empty(), over);
    }

    private Position position() {
        if (ended) {
            return new Position.End();
        }
        Spot settled = settled();
        return settled == null ? begin : settled.position();
    }

    /** {@code null}: nothing of what was read is. */
    private Spot settled() {
        return (Spot) lane.settled();
    }

    /** For how many milliseconds what is not settled has been there, at most. */
    long behind(long now) {
        return trail.behind(settled(), now, trouble == null);
    }

    private static long now() {
        return Clock.systemUTC().millis();
    }

    /** What is wrong with it; empty: nothing. */
    Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /**
     * Begins nothing more; once what is under way has ended, or its time is up, the shard can be another's.
     *
     * @return done then
     */
    CompletableFuture<Void> release() {
        if (quiet == null) {
            gone = true;
            bell.ring();
            quiet = lane.close()
                    .copy()
                    .orTimeout(means.timing().drain().toMillis(), TimeUnit.MILLISECONDS)
                    .handle((done, late) -> {
                        if (late != null) {
                            lane.abandon();
                            LOG.info("Calls under way are given up, whoever is next repeats them shard={}", of.shard());
                        }
                        released = true;
                        means.told().run();
                        return null;
                    });
        }
        return quiet;
    }

    /** The shard is another's, or may be by now: nothing of it counts any more. */
    void abandon() {
        gone = true;
        lane.abandon();
        bell.ring();
    }

    /** Waits until nothing is asked any more. */
    void join(Duration longest) {
        try {
            thread.join(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!gone && !ended) {
            if (!means.holds().getAsBoolean() || lane.isFull()) {
                bell.await(lane.isFull() ? ROOM : means.timing().turn());
                continue;
            }
            long asked = System.nanoTime();
            Duration wait = ask();
            if (!gone && !ended) {
                bell.await(wait.minusNanos(System.nanoTime() - asked));
            }
        }
    }

    private Duration ask() {
        try {
            Duration wait = read();
            failures = 0;
            say(null);
            return wait;
        } catch (ExpiredIteratorException e) {
            LOG.info("An iterator was too old, reading goes on where it was shard={}", of.shard());
            cursor.again();
            return means.timing().pause();
        } catch (SdkException e) {
            say(Trouble.of(e, cursor.stream()));
        } catch (RuntimeException e) {
            LOG.warn("A shard is read again shard={}", of.shard(), e);
            say(new Trouble.Other("Reading began anew after " + e));
        }
        cursor.again();
        return Backoff.of(++failures, means.timing());
    }

    /** How long to wait until the next question. */
    private Duration read() {
        Cursor.Batch batch = cursor.next();
        if (gone) {
            return Duration.ZERO;
        }
        trail.read(batch, settled(), now());
        lane.offer(batch.events());
        if (batch.last()) {
            end();
            return means.timing().idle();
        }
        boolean some = !batch.events().isEmpty() || batch.behind() > 0;
        return some ? rhythm.some(System.nanoTime()) : rhythm.none(System.nanoTime());
    }

    /** Its end is reached once all is settled. Its events may be tried on and on, and so its children wait. */
    private void end() {
        while (!gone && lane.outstanding() > 0) {
            bell.await(means.timing().idle());
        }
        if (!gone) {
            ended = true;
            var unused = lane.close();
            LOG.info("A shard is done with shard={}", of.shard());
            means.told().run();
        }
    }

    private void say(Trouble now) {
        Trouble before = trouble;
        trouble = now;
        if (!kind(now).equals(kind(before))) {
            means.told().run();
        }
    }

    private static Object kind(Trouble trouble) {
        return trouble == null ? "" : trouble.getClass();
    }

    private record Room(Bell bell) implements Lane.Watcher {

        @Override
        public void room() {
            bell.ring();
        }

        /** Checkpoints come by the clock. */
        @Override
        public void progress() {}
    }
}
