package dev.dromedary.routes.core.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.routes.core.deliver.World.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of a lane whatever its settings, whatever the function does, and whenever it is closed. */
class LanePropertiesTest {

    private static final int EVENTS = 120;

    /**
     * A play.
     *
     * @param seed of everything that is left to chance
     * @param trouble in how many of ten calls something goes wrong
     * @param end 0: the lane stays open; 1: it is closed; 2: it is abandoned
     */
    record Play(long seed, Delivery delivery, int trouble, int end) {}

    @Provide
    Arbitrary<Play> plays() {
        Arbitrary<Delivery> deliveries = Combinators.combine(
                        Arbitraries.of(Ordering.class),
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(1, 1, 2, 7, 20),
                        Arbitraries.of(true, false),
                        Arbitraries.of(OnExhausted.class))
                .as((ordering, concurrency, attempts, batch, letters, exhausted) -> new Delivery(
                        Mode.AT_LEAST_ONCE,
                        attempts,
                        new Backoff(Duration.ofMillis(10), Duration.ofMillis(200), 2, 0.5),
                        Optional.empty(),
                        Optional.empty(),
                        Success.DEFAULT,
                        ordering,
                        concurrency,
                        batch == 1 ? Batching.NONE : new Batching(batch, 1 << 20, Duration.ofMillis(5)),
                        LanePropertiesTest::isWanted,
                        letters ? Optional.of(new LetterTarget.Kafka("dead")) : Optional.empty(),
                        exhausted));
        return Combinators.combine(
                        Arbitraries.longs(),
                        deliveries,
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.integers().between(0, 2))
                .as(Play::new);
    }

    @Property(tries = 400)
    void nothingIsLostAndOrderHolds(@ForAll("plays") Play play) {
        Course course = new Course(play);
        course.run();
        course.check();
    }

    private static boolean isWanted(Event event) {
        return ((World.Numbered) event).number() % 11 != 0;
    }

    /** One play, and what is seen of it. */
    private static final class Course {

        private final Play play;
        private final World world;
        private final Flow flow;
        private final Lane lane;
        private final Set<Integer> taken = new HashSet<>();
        private final List<String> wrong = new ArrayList<>();
        private int last = -1;
        private Object atEnd;
        private int begunAtEnd = -1;

        Course(Play play) {
            this.play = play;
            this.world = new World(play.seed());
            this.flow = world.open(play::delivery);
            this.lane = flow.lane(new Lane.Watcher() {
                @Override
                public void room() {}

                @Override
                public void progress() {
                    progressed();
                }
            });
            world.answers(this::answer);
            world.keeping(() -> goesWrong() ? Optional.of("full") : Optional.empty());
        }

        void run() {
            int given = 0;
            for (long at = 0; given < EVENTS; at += 1 + world.random().nextInt(20)) {
                int from = given;
                int to = Math.min(EVENTS, from + 1 + world.random().nextInt(30));
                world.outside(at, () -> offer(from, to));
                given = to;
            }
            if (play.end() > 0) {
                world.outside(world.random().nextInt(400), this::end);
            }
            world.play(Duration.ofHours(10));
        }

        private void offer(int from, int to) {
            List<Event> events = new ArrayList<>();
            for (int number = from; number < to; number++) {
                events.add(world.event(number, number % 5 == 0 ? null : "k" + number % 7));
            }
            lane.offer(events);
        }

        private void end() {
            if (play.end() == 1) {
                var unused =
                        lane.close().thenRun(() -> begunAtEnd = world.attempts().size());
            } else {
                lane.abandon();
                atEnd = lane.settled();
            }
        }

        private boolean goesWrong() {
            return world.random().nextInt(10) < play.trouble();
        }

        private Object answer(Attempt attempt) {
            inOrder(attempt);
            if (attempt.events().size() > 1 && goesWrong() && world.random().nextBoolean()) {
                Set<Integer> but = new HashSet<>(attempt.events());
                but.removeIf(number -> world.random().nextBoolean());
                take(attempt.events(), but);
                return new Verdict.Taken(
                        Set.copyOf(but.stream().map(number -> "e" + number).toList()));
            }
            if (goesWrong()) {
                return switch (world.random().nextInt(4)) {
                    case 0 -> new Verdict.Failed("500");
                    case 1 -> new Verdict.Refused("400");
                    case 2 -> new Verdict.PutOff(Optional.of(Duration.ofMillis(50)), "429");
                    default -> new IllegalStateException("broken");
                };
            }
            take(attempt.events(), Set.of());
            return Verdict.Taken.WHOLE;
        }

        /** By the function's own account; what follows a failed one in its order is not counted, for it comes again. */
        private void take(List<Integer> events, Set<Integer> but) {
            Set<Object> broken = new HashSet<>();
            for (int number : events) {
                Object strand = strand(number);
                if (but.contains(number)) {
                    broken.add(strand);
                } else if (!broken.contains(strand)) {
                    taken.add(number);
                }
            }
        }

        private Object strand(int number) {
            return switch (play.delivery().ordering()) {
                case NONE -> number;
                case KEY -> number % 5 == 0 ? (Object) number : "k" + number % 7;
                case SOURCE -> "all";
            };
        }

        /** Nothing before it, in its order, is still to be taken. */
        private void inOrder(Attempt attempt) {
            for (int number : attempt.events()) {
                for (int before = 0; before < number; before++) {
                    if (strand(before).equals(strand(number))
                            && !attempt.events().contains(before)
                            && isWanted(world.event(before, null))
                            && !isOver(before)) {
                        wrong.add(number + " was called before " + before + " was over");
                    }
                }
            }
        }

        private boolean isOver(int number) {
            return taken.contains(number)
                    || isKept(number)
                    || (play.delivery().onExhausted() == OnExhausted.DROP
                            && play.delivery().deadLetter().isEmpty());
        }

        private boolean isKept(int number) {
            return world.letters().stream()
                    .anyMatch(letter -> letter.event().id().equals("e" + number));
        }

        private void progressed() {
            int settled = (Integer) lane.settled();
            for (int number = last + 1; number <= settled; number++) {
                if (isWanted(world.event(number, null)) && !isOver(number)) {
                    wrong.add(settled + " could be committed, and " + number + " was not over");
                }
            }
            if (settled <= last) {
                wrong.add("went back from " + last + " to " + settled);
            }
            last = settled;
        }

        void check() {
            assertThat(wrong).isEmpty();
            assertThat(world.most()).isLessThanOrEqualTo(play.delivery().concurrency());
            Figures figures = flow.figures();
            assertThat(figures.open())
                    .as("received is delivered, dead-lettered, filtered, dropped or released")
                    .isZero();
            assertThat(figures.held()).isZero();
            if (play.end() == 0) {
                assertThat(lane.settled()).isEqualTo(EVENTS - 1);
                assertThat(figures.released()).isZero();
                assertThat(figures.delivered()).isEqualTo(taken.size());
                assertThat(figures.deadLettered()).isEqualTo(world.letters().size());
            } else if (play.end() == 1) {
                assertThat(world.attempts()).as("nothing begins after the end").hasSize(begunAtEnd);
            } else {
                assertThat(lane.settled()).isEqualTo(atEnd);
            }
        }
    }
}
