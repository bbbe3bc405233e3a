package dev.dromedary.routes.core.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A lane whose source hands nothing out again: what it has, it finishes. */
class TakesNothingBackTest {

    private final World world = new World(1);
    private final Flow flow = world.open(() -> Delivery.DEFAULT);
    private final AtomicInteger told = new AtomicInteger();
    private final CompletableFuture<Void> silent = new CompletableFuture<>();
    private final Lane lane = flow.lane(new Lane.Watcher() {
        @Override
        public void room() {}

        @Override
        public void progress() {}

        @Override
        public boolean takesBack() {
            return false;
        }

        @Override
        public boolean settlesInOrder() {
            return false;
        }

        @Override
        public CompletableFuture<Void> closing() {
            told.incrementAndGet();
            return silent;
        }
    });

    private void offer(int from, int to) {
        lane.offer(IntStream.range(from, to)
                .mapToObj(number -> world.event(number, null))
                .toList());
    }

    @Test
    void aLaneThatClosesGoesOnUntilAllIsSettledThoughItMustBeTriedAgain() {
        world.answers(attempt ->
                world.attempts().size() < 300 ? new Verdict.Failed("The function answered 500") : Verdict.Taken.WHOLE);
        offer(0, 200);
        CompletableFuture<Void> quiet = lane.close();
        silent.complete(null);
        assertThat(told).hasValue(1);
        world.play(Duration.ofMinutes(10));
        assertThat(quiet).isDone();
        assertThat(flow.figures().delivered()).isEqualTo(200);
        assertThat(flow.figures().released()).isZero();
        assertThat(flow.figures().dropped()).isZero();
    }

    @Test
    void whatItsSourceHasYetToHandOverIsTakenIn() {
        CompletableFuture<Void> quiet = lane.close();
        world.play(Duration.ofSeconds(1));
        assertThat(quiet).isNotDone();
        offer(0, 10);
        silent.complete(null);
        world.play(Duration.ofMinutes(1));
        assertThat(quiet).isDone();
        assertThat(flow.figures().delivered()).isEqualTo(10);
        assertThat(flow.figures().dropped()).isZero();
    }

    @Test
    void whatIsNotSettledWhenItIsAbandonedIsDropped() {
        world.answers(attempt -> new Verdict.Failed("The function answered 500"));
        offer(0, 10);
        CompletableFuture<Void> quiet = lane.close();
        world.play(Duration.ofMinutes(10));
        assertThat(quiet).isNotDone();
        assertThat(flow.figures().held()).isEqualTo(10);
        lane.abandon();
        world.play(Duration.ofMinutes(1));
        assertThat(quiet).isDone();
        assertThat(flow.figures().dropped()).isEqualTo(10);
        assertThat(flow.figures().open()).isZero();
        assertThat(flow.figures().held()).isZero();
    }

    @Test
    void oneThatIsHeldForEverKeepsNothingBack() {
        world.answers(attempt ->
                attempt.events().contains(0) ? new Verdict.Failed("The function answered 500") : Verdict.Taken.WHOLE);
        for (int from = 0; from < 30_000; from += 500) {
            assertThat(lane.isFull()).isFalse();
            offer(from, from + 500);
            world.play(Duration.ofMinutes(1));
        }
        assertThat(flow.figures().delivered()).isEqualTo(29_999);
        assertThat(flow.figures().held()).isEqualTo(1);
        assertThat(lane.outstanding()).isEqualTo(1);
    }

    @Test
    void whatComesAfterTheEndIsCounted() {
        silent.complete(null);
        var unused = lane.close();
        world.play(Duration.ofSeconds(1));
        offer(0, 3);
        world.play(Duration.ofSeconds(1));
        assertThat(flow.figures().received()).isEqualTo(3);
        assertThat(flow.figures().dropped()).isEqualTo(3);
        assertThat(flow.figures().trouble().why()).contains("had closed");
    }

    @Test
    void aSourceThatTakesThingsBackGetsThem() {
        Lane other = flow.lane(Lane.Watcher.NOBODY);
        other.offer(List.of(world.event(1, null), world.event(2, null)));
        world.answers(attempt -> new Verdict.Failed("The function answered 500"));
        var unused = other.close();
        world.play(Duration.ofMinutes(1));
        assertThat(flow.figures().released()).isEqualTo(2);
    }
}
