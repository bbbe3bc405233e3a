package dev.dromedary.routes.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.routes.core.source.Situation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users read in the condition {@code Consuming}, and may wait for. */
class WordingTest {

    private static String said(Situation... situations) {
        return NatsRoom.WORDING.standing(List.of(situations)).message();
    }

    @Test
    void thoseOfThisKind() {
        assertThat(said(new Situation.Reading())).isEqualTo("The subject is read");
        assertThat(said(new Situation.Starting())).isEqualTo("The servers are being asked");
        assertThat(said())
                .isEqualTo("Nothing is read: no Function is selected, or several are that spec.queueGroup or"
                        + " spec.jetStream.durable would divide the messages among: remove it, or select one");
    }
}
