package dev.dromedary.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Rounds of readings every 5 seconds; times are seconds. */
class FunctionCallsTest {

    private static final Offset<Double> ALMOST = within(1e-6);

    private final FunctionCalls calls = new FunctionCalls();

    @Test
    void nothingIsSaidBeforeTwoReadings() {
        assertThat(calls.total(at(0))).isEmpty();
        round(0, Map.of("a", 1000.0));
        assertThat(calls.total(at(1))).isEmpty();
        round(5, Map.of("a", 1000.0));
        assertThat(calls.total(at(6))).hasValue(0);
    }

    @Test
    void theTotalIsThatOfAllPodsAndEachHasItsOwn() {
        for (int t = 0; t <= 60; t += 5) {
            round(t, Map.of("a", 1000.0 + 10 * t, "b", 20.0 * t));
        }
        assertThat(total(60)).isCloseTo(30, ALMOST);
        assertThat(calls.each(at(60)).get("a")).isCloseTo(10, ALMOST);
        assertThat(calls.each(at(60)).get("b")).isCloseTo(20, ALMOST);
    }

    @Test
    void aLoadThatEndsIsForgottenAfterTheWindow() {
        for (int t = 0; t <= 90; t += 5) {
            round(t, Map.of("a", 10.0 * Math.min(t, 30)));
        }
        assertThat(total(90)).isZero();
    }

    @Test
    void aNewPodCountsFromItsBeginning() {
        round(0, Map.of("a", 0.0));
        round(5, Map.of("a", 0.0));
        round(10, Map.of("a", 0.0, "b", 5.0));
        round(15, Map.of("a", 0.0, "b", 30.0));
        assertThat(total(15)).isCloseTo(2, ALMOST);
    }

    @Test
    void aPodWhoseCounterWasNeverReadBringsNoOldCallsWithIt() {
        calls.round(Set.of("a", "old"), Map.of("a", 0.0), at(0));
        calls.round(Set.of("a", "old"), Map.of("a", 0.0), at(5));
        calls.round(Set.of("a", "old"), Map.of("a", 0.0, "old", 1_000_000.0), at(10));
        calls.round(Set.of("a", "old"), Map.of("a", 0.0, "old", 1_000_050.0), at(15));
        assertThat(total(15)).isCloseTo(50 / 15.0, ALMOST);
    }

    @Test
    void aCounterThatBeganAnewCountsFromZero() {
        round(0, Map.of("a", 5000.0));
        round(5, Map.of("a", 5050.0));
        round(10, Map.of("a", 50.0));
        assertThat(total(10)).isCloseTo(10, ALMOST);
    }

    @Test
    void theCallsOfAPodThatHasGoneCountUntilTheWindowHasPassed() {
        for (int t = 0; t <= 30; t += 5) {
            round(t, Map.of("a", 10.0 * t, "b", 10.0 * t));
        }
        round(35, Map.of("a", 350.0 + 50));
        assertThat(total(35)).isCloseTo((250 + 250 + 100) / 30.0, ALMOST);
        assertThat(calls.each(at(35))).containsOnlyKeys("a");
    }

    @Test
    void aPodThatDoesNotAnswerForAWhileIsTakenToGoOn() {
        for (int t = 0; t <= 30; t += 5) {
            round(t, Map.of("a", 10.0 * t, "b", 10.0 * t));
        }
        for (int t = 35; t <= 50; t += 5) {
            calls.round(Set.of("a", "b"), Map.of("a", 10.0 * t), at(t));
        }
        assertThat(total(50)).isCloseTo(20, ALMOST);
        round(55, Map.of("a", 550.0, "b", 550.0));
        assertThat(total(55)).isCloseTo(20, ALMOST);
    }

    @Test
    void aPodThatNeverAnswersAgainIsNotWaitedForBeyondTheWindow() {
        for (int t = 0; t <= 30; t += 5) {
            round(t, Map.of("a", 0.0, "b", 10.0 * t));
        }
        for (int t = 35; t <= 90; t += 5) {
            calls.round(Set.of("a", "b"), Map.of("a", 0.0), at(t));
        }
        assertThat(total(90)).isZero();
    }

    @Test
    void whereNoPodAnswersTheLastWordHoldsForAWindowAndThenNothingIsSaid() {
        for (int t = 0; t <= 30; t += 5) {
            round(t, Map.of("a", 10.0 * t));
        }
        calls.round(Set.of("a"), Map.of(), at(50));
        assertThat(total(50)).isCloseTo(10, ALMOST);
        assertThat(calls.total(at(61))).isEmpty();
        assertThat(calls.each(at(61))).isEmpty();
    }

    private double total(int seconds) {
        return calls.total(at(seconds)).orElseThrow();
    }

    private void round(int seconds, Map<String, Double> counts) {
        calls.round(counts.keySet(), counts, at(seconds));
    }

    private static Duration at(int seconds) {
        return Duration.ofSeconds(1000L + seconds);
    }
}
