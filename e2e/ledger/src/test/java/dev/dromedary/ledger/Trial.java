package dev.dromedary.ledger;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.ledger.check.Blow;
import dev.dromedary.ledger.check.Counters;
import dev.dromedary.ledger.check.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One run: a broker, the function, what is put to the proof, and what is done to them, until all has come to rest. */
final class Trial implements AutoCloseable {

    /** At so many looks, one after the other, whoever is to be killed has brought something: the first commits of a copy that was idle are not waited out. */
    private static final int LOOKS = 3;

    /** A run in which nothing moves for so long has come to rest, however it is. */
    private static final Duration STALLED = Duration.ofSeconds(90);

    private static final Duration POLL = Duration.ofMillis(10);
    private static final long QUIET = TimeUnit.SECONDS.toMicros(5);
    private static final long LONGEST_START = TimeUnit.SECONDS.toMicros(60);
    private static final int TRICKLE = 2;
    private static final int LONGEST_FALL_MILLIS = 1500;

    private final RealKafka kafka = RealKafka.start();
    private final Size size;
    private final Random random;
    private final Path folder;
    private final FunctionServer function;
    private final Producer producer;
    private final Journal journal;
    private final List<Blow> blows = new ArrayList<>();

    /**
     * One that has not begun.
     *
     * @param name of the folder that its ledgers are in, under {@code target/ledger}
     */
    Trial(String name, Size size, long seed) {
        this.size = size;
        this.random = new Random(seed);
        try {
            folder = Files.createDirectories(Path.of("target", "ledger", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        function = new FunctionServer(folder.resolve("delivered"), new Script(seed));
        producer = new Producer(kafka.address(), folder.resolve("sent"), seed);
        journal = new Journal(folder.resolve("blows"));
        makeTopics(kafka);
    }

    /** Makes the topics that nobody else makes. */
    static void makeTopics(RealKafka kafka) {
        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(
                            new NewTopic(Setting.TOPIC, Setting.PARTITIONS, (short) 1),
                            new NewTopic("plain-letters", 1, (short) 1)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    Path folder() {
        return folder;
    }

    String brokers() {
        return kafka.address();
    }

    FunctionServer function() {
        return function;
    }

    /** Does all of it, and says what came of it. */
    History run(Subject subject) {
        try (OffsetWatcher watcher = new OffsetWatcher(
                        kafka.admin(), subject.group(), subject.letters(), folder.resolve("offsets"));
                LetterReader letters =
                        new LetterReader(kafka.address(), subject.letters(), folder.resolve("letters"))) {
            List<Counters> counters = disturb(subject, watcher, letters);
            return new History(
                    producer.sent(), function.delivered(), letters.letters(), watcher.samples(), blows, counters);
        }
    }

    private List<Counters> disturb(Subject subject, OffsetWatcher watcher, LetterReader letters) {
        try (Copies copies = new Copies(subject, folder, this::told)) {
            copies.start(Act.FIRST);
            Thread sending = producer.start(size.events());
            for (Act act : Act.drawn(size, random)) {
                if (!reached(act, watcher, copies)) {
                    break;
                }
                perform(act, copies);
            }
            producer.allow(size.events());
            awaitRest(sending, watcher, letters);
            List<Counters> counters = copies.counters();
            told(Blow.Kind.STOP, "all; dead by themselves: " + copies.dead());
            return counters;
        }
    }

    private synchronized void told(Blow.Kind kind, String who) {
        Blow blow = new Blow(Clock.now(), kind, who);
        blows.add(blow);
        journal.append(blow.toString());
    }

    /** Waits until so many events were taken, or committed if fewer ever are, and whoever is to be killed is at work; false: nothing moves any more. */
    private boolean reached(Act act, OffsetWatcher watcher, Copies copies) {
        producer.allow(act.after() + size.ahead());
        return awaitMoving(() -> function.taken() >= act.after() || watcher.count() >= act.after())
                && (!act.isKill() || awaitWork(victim(act, copies), copies));
    }

    private static String victim(Act act, Copies copies) {
        return copies.runs(act.copy()) ? act.copy() : Act.FIRST;
    }

    /**
     * Waits until a copy brings events to the function at each look: commits are farther apart than looks, so the last of them are not committed. A copy that
     * brings none for long is killed as it is.
     */
    private boolean awaitWork(String copy, Copies copies) {
        long end = Clock.now() + LONGEST_START;
        long[] last = {Long.MAX_VALUE, 0};
        return awaitMoving(() -> {
            long brought = copies.brought(copy);
            last[1] = brought > last[0] ? last[1] + 1 : 0;
            last[0] = brought;
            if (last[1] == 0) {
                producer.allowMore(TRICKLE);
            }
            return last[1] >= LOOKS || Clock.now() > end;
        });
    }

    private boolean awaitMoving(java.util.concurrent.Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .forever()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .until(() -> {
                        if (Clock.now() - function.lastCall() > TimeUnit.MILLISECONDS.toMicros(STALLED.toMillis())) {
                            throw new ConditionTimeoutException("nothing moves");
                        }
                        return condition.call();
                    });
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private void perform(Act act, Copies copies) {
        switch (act.what()) {
            case KILL -> {
                String copy = victim(act, copies);
                copies.kill(copy);
                copies.start(copy);
            }
            case LOSE -> copies.kill(act.copy());
            case JOIN -> copies.start(act.copy());
            case LEAVE -> copies.stop(act.copy());
            case FUNCTION -> {
                told(Blow.Kind.FUNCTION, "");
                function.fall(Duration.ofMillis(random.nextInt(LONGEST_FALL_MILLIS)));
            }
            case BROKER -> {
                told(Blow.Kind.BROKER, "");
                kafka.kill();
                kafka.startAgain();
            }
        }
    }

    /** All was sent and is committed, and is done with, or nobody is called any more. */
    private void awaitRest(Thread sending, OffsetWatcher watcher, LetterReader letters) {
        awaitMoving(() -> !sending.isAlive()
                && watcher.count() >= producer.count()
                && (function.taken() + letters.count() >= producer.count()
                        || Clock.now() - function.lastCall() > QUIET));
    }

    @Override
    public void close() {
        producer.close();
        function.close();
        journal.close();
        kafka.close();
    }
}
