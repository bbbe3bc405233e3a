package dev.dromedary.routes.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.routes.core.source.Situation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users read in the condition {@code Consuming}, and may wait for. */
class WordingTest {

    private static String said(Situation... situations) {
        return KafkaRoom.WORDING.standing(List.of(situations)).message();
    }

    @Test
    void thoseOfThisKind() {
        assertThat(said(new Situation.Reading(3, 0))).isEqualTo("The topics are read");
        assertThat(said(new Situation.Waiting()))
                .isEqualTo("The topics are looked at, and are read when there are records: for a while none has come");
        assertThat(said(new Situation.Starting())).isEqualTo("The brokers are being asked");
        assertThat(said())
                .isEqualTo("Nothing is read: no Function is selected, or several are that spec.group would divide the"
                        + " records among: remove it, or select one");
    }
}
