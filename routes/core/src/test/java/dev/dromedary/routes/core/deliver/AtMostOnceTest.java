package dev.dromedary.routes.core.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Kubeless' way: one call, whatever comes of it. */
class AtMostOnceTest {

    private static final Delivery ONCE = new Delivery(
            Mode.AT_MOST_ONCE,
            1,
            Backoff.DEFAULT,
            Optional.empty(),
            Optional.empty(),
            Success.DEFAULT,
            Ordering.SOURCE,
            1,
            Batching.NONE,
            Filter.ALL,
            Optional.empty(),
            OnExhausted.DROP);
    private final World world = new World(1);
    private final Flow flow = world.open(() -> ONCE);
    private final Lane lane = flow.lane(Lane.Watcher.NOBODY);

    @Test
    void whatFailsIsGivenUp() {
        world.answers(attempt -> new Verdict.Failed("The function answered 500"));
        lane.offer(List.of(world.event(1, null), world.event(2, null), world.event(3, null)));
        world.play(Duration.ofMinutes(1));
        assertThat(world.attempts())
                .extracting(World.Attempt::events)
                .containsExactly(List.of(1), List.of(2), List.of(3));
        assertThat(lane.settled()).isEqualTo(3);
        assertThat(flow.figures().dropped()).isEqualTo(3);
        assertThat(flow.figures().open()).isZero();
    }

    @Test
    void whatTheFunctionWasNotCalledWithIsTheSourcesAgain() {
        world.answers(attempt -> {
            lane.abandon();
            return Verdict.Taken.WHOLE;
        });
        lane.offer(List.of(world.event(1, null), world.event(2, null), world.event(3, null)));
        world.play(Duration.ofMinutes(1));
        assertThat(world.attempts()).hasSize(1);
        assertThat(lane.settled()).isEqualTo(1);
        assertThat(flow.figures().released()).isEqualTo(2);
        assertThat(flow.figures().dropped()).isEqualTo(1);
        assertThat(flow.figures().open()).isZero();
    }
}
