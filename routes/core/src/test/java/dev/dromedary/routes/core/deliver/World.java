package dev.dromedary.routes.core.deliver;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.invoke.Caller;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The engine without threads: its loops, a function and a dead-letter target are played through in virtual time, in an order that a
 * seed decides. What must always hold is checked as it goes.
 */
final class World {

    static final TriggerId TRIGGER = new TriggerId(Kind.KAFKA_TRIGGER, new Key("default", "t"));
    static final Key FUNCTION = new Key("default", "f");

    private static final long NEVER = Duration.ofDays(2).toMillis();

    private final Random random;
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingDouble(Task::order));
    private final Deliveries deliveries = new Deliveries(PlayedLoop::new, new SimpleMeterRegistry());
    private final List<Attempt> attempts = new ArrayList<>();
    private PlayedLoop current;
    private long now = 1_000_000;
    private int underWay;
    private int most;
    private Function<Attempt, Object> answers = attempt -> Verdict.Taken.WHOLE;
    private Supplier<Optional<String>> keeping = Optional::empty;
    private final List<Letter> letters = new ArrayList<>();

    /** Something that is to be done. */
    private record Task(long at, double order, PlayedLoop on, Runnable what) {}

    /** A call of the function: with which events, from when to when. */
    record Attempt(List<Integer> events, long began) {}

    /** An event with a number for everything. */
    record Numbered(int number, Object key, Instant time) implements Event {
        @Override
        public String id() {
            return "e" + number;
        }

        @Override
        public byte[] body() {
            return new byte[] {1, 2, 3};
        }

        @Override
        public Object position() {
            return number;
        }

        @Override
        public ContentType contentType() {
            return ContentType.of(body());
        }

        @Override
        public CloudEvent cloudEvent() {
            return new CloudEvent(id(), "/test", "test", time().toString());
        }

        @Override
        public void describe(HttpHeaders headers) {}
    }

    World(long seed) {
        this.random = new Random(seed);
        deliveries.letters(
                LetterTarget.Kafka.class,
                (letter, target, done) -> after(null, random.nextInt(20), () -> {
                    Optional<String> trouble = keeping.get();
                    if (trouble.isEmpty()) {
                        letters.add(letter);
                    }
                    done.accept(trouble);
                }));
    }

    Flow open(Supplier<Delivery> delivery) {
        return deliveries.open(new Flow.Subject(TRIGGER, FUNCTION, delivery), (pass, over) -> {
            if (!pass.filter()) {
                over.accept(null);
                return;
            }
            Attempt attempt = new Attempt(
                    pass.wanted().stream()
                            .map(item -> ((Numbered) item.event()).number())
                            .toList(),
                    now);
            attempts.add(attempt);
            underWay++;
            most = Math.max(most, underWay);
            after(null, 1 + random.nextInt(30), () -> {
                underWay--;
                Object answer = answers.apply(attempt);
                if (answer instanceof Verdict verdict) {
                    pass.judge(verdict);
                    over.accept(null);
                } else {
                    over.accept((Throwable) answer);
                }
            });
        });
    }

    Deliveries deliveries() {
        return deliveries;
    }

    /** What the function does with a call: a {@link Verdict}, or an exception. */
    void answers(Function<Attempt, Object> by) {
        answers = by;
    }

    /** What the dead-letter target says. */
    void keeping(Supplier<Optional<String>> says) {
        keeping = says;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    List<Letter> letters() {
        return letters;
    }

    /** How many calls were under way at a time, at most. */
    int most() {
        return most;
    }

    long now() {
        return now;
    }

    Random random() {
        return random;
    }

    Event event(int number, Object key) {
        return new Numbered(number, key, Instant.ofEpochMilli(now));
    }

    /** Has something done by somebody outside the engine. */
    void outside(long wait, Runnable what) {
        after(null, wait, what);
    }

    /** Plays on until nothing is left to do, or for so long. */
    void play(Duration most) {
        long end = now + Math.min(NEVER, most.toMillis());
        while (!tasks.isEmpty() && tasks.peek().at() <= end) {
            Task task = tasks.poll();
            now = Math.max(now, task.at());
            current = task.on();
            task.what().run();
            current = null;
        }
        now = Math.max(now, end);
    }

    private void after(PlayedLoop on, long wait, Runnable what) {
        tasks.add(new Task(now + wait, random.nextDouble(), on, what));
    }

    private final class PlayedLoop implements Loop {

        private long last;
        private double order;

        @Override
        public void run(Runnable task) {
            if (current == this) {
                task.run();
            } else {
                // What is handed to a thread is done in the order of handing over.
                order = last == now ? Math.nextUp(order) : random.nextDouble();
                last = now;
                tasks.add(new Task(now, order, this, task));
            }
        }

        @Override
        public void after(Duration wait, Runnable task) {
            World.this.after(this, wait.toMillis(), task);
        }

        @Override
        public long millis() {
            return now;
        }

        @Override
        public double chance() {
            return random.nextDouble();
        }

        @Override
        public Caller caller() {
            return Caller.PATIENT;
        }
    }
}
