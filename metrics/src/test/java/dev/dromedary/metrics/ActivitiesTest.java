package dev.dromedary.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import dev.dromedary.metrics.CopyAnswer.Said;
import dev.dromedary.metrics.CopyAnswer.Silent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActivitiesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Key F = new Key("ns", "f");
    private static final Key G = new Key("ns", "g");

    @Test
    void callsAreSummedAndTheLastIsTheLatest() {
        Activities all = Activities.of(
                NOW,
                List.of(
                        new Said("a", Map.of(F, new Activity(3, 1, NOW.minusSeconds(5)))),
                        new Said("b", Map.of(F, new Activity(4, 2, NOW.plusSeconds(1)), G, new Activity(0, 0, NOW))),
                        new Said("c", Map.of(F, new Activity(0, 0, NOW.minusSeconds(9))))));
        assertThat(all.functions())
                .isEqualTo(Map.of(F, new Activity(7, 3, NOW.plusSeconds(1)), G, new Activity(0, 0, NOW)));
        assertThat(all.answered()).containsExactly("a", "b", "c");
        assertThat(all.asked()).isEqualTo(NOW);
        assertThat(all.isWhole()).isTrue();
    }

    /** More than fits an int, as each copy says it. */
    @Test
    void theSumOfLargeNumbersIsLarge() {
        Said most = new Said("a", Map.of(F, new Activity(Integer.MAX_VALUE, 0, NOW)));
        assertThat(Activities.of(NOW, List.of(most, new Said("b", most.functions())))
                        .functions()
                        .get(F)
                        .inFlight())
                .isEqualTo(2L * Integer.MAX_VALUE);
    }

    @Test
    void silenceIsNamedAndWhatIsKnownIsKnownAllTheSame() {
        Activities all = Activities.of(
                NOW, List.of(new Silent("b", "it was away"), new Said("a", Map.of(F, new Activity(1, 1, NOW)))));
        assertThat(all.isWhole()).isFalse();
        assertThat(all.silent()).isEqualTo(Map.of("b", "it was away"));
        assertThat(all.functions()).containsOnlyKeys(F);
    }

    @Test
    void nobodyToAskIsNoAnswerEither() {
        assertThat(Activities.of(NOW, List.of()).isWhole()).isFalse();
    }
}
