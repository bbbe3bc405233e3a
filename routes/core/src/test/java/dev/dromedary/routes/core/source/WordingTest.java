package dev.dromedary.routes.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WordingTest {

    private static final Wording WORDING = new Wording("It is read", "It is asked for")
            .waiting("It is looked at")
            .nobody("Nobody reads it");

    static List<Arguments> situations() {
        return List.of(
                Arguments.of(new Situation.Reading(0, 0), true, Reason.Consuming, "It is read"),
                Arguments.of(new Situation.Reading(3, 40), true, Reason.Consuming, "It is read"),
                Arguments.of(new Situation.Waiting(), true, Reason.Consuming, "It is looked at"),
                Arguments.of(new Situation.Starting(), false, Reason.Connecting, "It is asked for"),
                Arguments.of(
                        new Situation.Stopped(),
                        false,
                        Reason.Connecting,
                        "The route has not started yet, or was stopped"),
                Arguments.of(new Situation.Missing("gone"), false, Reason.SourceMissing, "gone"),
                Arguments.of(new Situation.Unreachable("mute"), false, Reason.SourceUnreachable, "mute"),
                Arguments.of(new Situation.Refused("no"), false, Reason.SourceRefused, "no"),
                Arguments.of(new Situation.Unfit("no Secret"), false, Reason.SourceRefused, "no Secret"),
                Arguments.of(new Situation.Overrun("too much"), false, Reason.SourceTroubled, "too much"),
                Arguments.of(new Situation.Troubled("oh"), false, Reason.SourceTroubled, "oh"));
    }

    @ParameterizedTest
    @MethodSource("situations")
    void eachSituationHasItsReasonAndWords(Situation situation, boolean holds, Reason reason, String words) {
        assertThat(WORDING.standing(List.of(situation)))
                .isEqualTo(Condition.of(Condition.CONSUMING, holds, reason, words));
    }

    @Test
    void theWorstIsSaid() {
        Situation reading = new Situation.Reading();
        Situation starting = new Situation.Starting();
        Situation refused = new Situation.Refused("no");
        assertThat(WORDING.standing(List.of(reading, starting)).message()).isEqualTo("It is asked for");
        assertThat(WORDING.standing(List.of(reading, starting, refused)).message())
                .isEqualTo("no");
    }

    @Test
    void ofSeveralThatAreAsBadTheFirstIsSaid() {
        assertThat(WORDING.standing(List.of(new Situation.Missing("one"), new Situation.Refused("two")))
                        .message())
                .isEqualTo("one");
        assertThat(WORDING.standing(List.of(new Situation.Waiting(), new Situation.Reading()))
                        .message())
                .isEqualTo("It is looked at");
    }

    @Test
    void whereNobodyReadsAFunctionIsMissing() {
        assertThat(WORDING.standing(List.of()))
                .isEqualTo(Condition.of(Condition.CONSUMING, false, Reason.FunctionMissing, "Nobody reads it"));
    }

    @Test
    void aKindThatNeverWaitsHasWordsYet() {
        Wording plain = new Wording("It is read", "It is asked for");
        assertThat(plain.standing(List.of(new Situation.Waiting())).message()).isEqualTo("It is read");
        assertThat(plain.standing(List.of()).message()).isEqualTo("Nothing is read: no Function is selected");
    }
}
