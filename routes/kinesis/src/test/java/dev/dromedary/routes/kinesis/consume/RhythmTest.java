package dev.dromedary.routes.kinesis.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A shard is asked the more seldom the longer nothing came, and often again as soon as something does. */
class RhythmTest {

    private final Timing timing = Timing.DEFAULT;
    private final Rhythm rhythm = new Rhythm(timing, 0);

    @Test
    void whereSomethingComesItIsAskedOften() {
        assertThat(rhythm.some(at(1))).isEqualTo(timing.pause());
        assertThat(rhythm.some(at(2))).isEqualTo(timing.pause());
    }

    @Test
    void whereNothingComesThePauseGrowsToASecond() {
        rhythm.some(at(1));
        assertThat(rhythm.none(at(2))).isEqualTo(Duration.ofMillis(400));
        assertThat(last(2, 59)).isEqualTo(timing.idle());
    }

    @Test
    void atRestItGrowsOn() {
        assertThat(last(0, 70)).isGreaterThan(timing.idle()).isLessThanOrEqualTo(timing.rest());
        assertThat(last(70, 200)).isEqualTo(timing.rest());
    }

    @Test
    void theFirstThatComesEndsTheRest() {
        last(0, 200);
        assertThat(rhythm.some(at(201))).isEqualTo(timing.pause());
        assertThat(last(201, 205)).isEqualTo(timing.idle());
    }

    /** Nothing comes in these seconds. */
    private Duration last(int from, int to) {
        Duration wait = Duration.ZERO;
        for (int second = from; second <= to; second++) {
            wait = rhythm.none(at(second));
        }
        return wait;
    }

    private static long at(int second) {
        return Duration.ofSeconds(second).toNanos();
    }
}
