package dev.dromedary.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConditionsTest {

    private static final int LONGEST = 4_500;

    @Test
    void aMessageNamesAllThatFits() {
        List<Problem> two = List.of(Problem.invalid("spec.a", "is wrong"), Problem.invalid("spec.b", "is too"));
        assertThat(Conditions.wrong(two).message()).isEqualTo("spec.a: is wrong; spec.b: is too");
        assertThat(Conditions.honoured(List.of("spec.a", "spec.b")).message()).endsWith(": spec.a, spec.b");
    }

    /** A Function may have as many mistakes as fit into it; a status that is as long could not be written. */
    @Test
    void ofVeryMuchItNamesTheFirstAndCountsTheRest() {
        List<String> many =
                IntStream.range(0, 10_000).mapToObj(i -> "spec.k" + i).toList();
        String ignored = Conditions.honoured(many).message();
        assertThat(ignored)
                .contains("spec.k0, spec.k1, ")
                .hasSizeLessThan(LONGEST)
                .matches(".* and [0-9]{4} more");
        String wrong = Conditions.wrong(many.stream()
                        .map(field -> Problem.invalid(field, "is wrong"))
                        .toList())
                .message();
        assertThat(wrong).startsWith("spec.k0: is wrong; ").hasSizeLessThan(LONGEST);
    }

    @Test
    void ofOneThatIsVeryLongItShowsTheBeginning() {
        String message =
                Conditions.honoured(List.of("spec." + "k".repeat(1_000_000))).message();
        assertThat(message).contains("spec.kkk").endsWith("…").hasSizeLessThan(LONGEST);
    }
}
