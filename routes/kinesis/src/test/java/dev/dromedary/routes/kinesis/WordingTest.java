package dev.dromedary.routes.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.routes.core.source.Situation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users read in the condition {@code Consuming}, and may wait for. */
class WordingTest {

    private static String said(Situation... situations) {
        return KinesisRoom.WORDING.standing(List.of(situations)).message();
    }

    @Test
    void thoseOfThisKind() {
        assertThat(said(new Situation.Reading(3, 0))).isEqualTo("The stream is read");
        assertThat(said(new Situation.Starting())).isEqualTo("The stream is being asked for");
    }
}
