package dev.dromedary.routes.core.held;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SharedTest {

    private static final Pace PACE =
            new Pace(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMillis(50));

    private final List<CompletableFuture<String>> readings = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final AtomicInteger changes = new AtomicInteger();
    private final Shared<String, String> shared = new Shared<>(new Pending(), PACE, nanos::get);

    /** Gives what the test completes; a question mark is no news. */
    private final class Pending implements Origin<String, String> {

        @Override
        public String unread() {
            return "unread";
        }

        @Override
        public CompletionStage<String> read(String key) {
            CompletableFuture<String> reading = new CompletableFuture<>();
            readings.add(reading);
            return reading;
        }

        @Override
        public String merge(String before, String read) {
            return read.equals("?") ? before : read;
        }
    }

    @Test
    void itIsReadOnceForAllWhoHoldIt() {
        Held<String> one = hold();
        Held<String> other = hold();
        assertThat(readings).hasSize(1);
        assertThat(one.now()).isEqualTo("unread");
        assertThat(one.isFresh()).isFalse();
        readings.getFirst().complete("a");
        assertThat(List.of(one.now(), other.now())).containsOnly("a");
        assertThat(one.isFresh()).isTrue();
        assertThat(changes).as("each is told").hasValue(2);
        one.close();
        assertThat(shared.size()).isEqualTo(1);
        other.close();
        assertThat(shared.size()).isZero();
        assertThat(other.now()).as("whoever is about to use it still can").isEqualTo("a");
    }

    @Test
    void whatIsInUseIsReadAgainInTheBackground() {
        Held<String> held = read("a");
        pass(30);
        assertThat(held.isFresh()).isTrue();
        assertThat(readings).hasSize(1);
        pass(1);
        assertThat(held.isFresh()).isTrue();
        assertThat(held.isFresh()).isTrue();
        assertThat(readings).as("once").hasSize(2);
        assertThat(held.now()).isEqualTo("a");
        readings.getLast().complete("b");
        assertThat(held.now()).isEqualTo("b");
    }

    @Test
    void whatWasNotInUseIsNotGoneBy() {
        Held<String> held = read("a");
        pass(61);
        assertThat(readings).as("nobody asked").hasSize(1);
        assertThat(held.isFresh()).isFalse();
        readings.getLast().complete("b");
        assertThat(held.isFresh()).isTrue();
    }

    @Test
    void nobodyGetsItReadOftenerThanItsPace() {
        Held<String> held = read("a");
        assertThat(held.again()).isCompletedWithValue("a");
        assertThat(readings).hasSize(1);
        pass(1);
        CompletionStage<String> again = held.again();
        assertThat(held.again()).as("those who ask meanwhile wait for the same").isSameAs(again);
        assertThat(readings).hasSize(2);
        readings.getLast().complete("b");
        assertThat(again).isCompletedWithValue("b");
    }

    @Test
    void aReadingThatTakesLongIsNotWaitedForAndCountsWhenItComes() {
        Held<String> held = read("a");
        pass(1);
        CompletionStage<String> again = held.again();
        await().until(() -> again.toCompletableFuture().isDone());
        assertThat(again).isCompletedWithValue("a");
        readings.getLast().complete("b");
        assertThat(held.now()).isEqualTo("b");
    }

    @Test
    void aReadingThatFailsChangesNothing() {
        Held<String> held = read("a");
        pass(61);
        CompletionStage<String> again = held.again();
        readings.getLast().completeExceptionally(new IllegalStateException("away"));
        assertThat(again).isCompletedWithValue("a");
        assertThat(held.isFresh()).as("it was tried").isTrue();
        pass(1);
        CompletionStage<String> third = held.again();
        readings.getLast().complete("?");
        assertThat(third).isCompletedWithValue("a");
        assertThat(changes).hasValue(1);
    }

    private Held<String> hold() {
        return shared.hold("key", changes::incrementAndGet);
    }

    private Held<String> read(String value) {
        Held<String> held = hold();
        readings.getLast().complete(value);
        return held;
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
