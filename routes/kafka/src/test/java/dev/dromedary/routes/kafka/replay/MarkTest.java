package dev.dromedary.routes.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarkTest {

    @Test
    void whatIsWrittenIsRead() {
        Mark mark = new Mark("2026-01-31", Long.MAX_VALUE, new Tally(7, 4, 2, 1));
        assertThat(Mark.of(mark.text())).contains(mark);
    }

    @Test
    void whatOthersWriteIsNone() {
        assertThat(Mark.of("")).isEmpty();
        assertThat(Mark.of("dromedary:3")).isEmpty();
        assertThat(Mark.of("replay:1:2:3:4:5:")).isEmpty();
    }

    @Test
    void aPaceIsKeptAndLittleIsMadeUpFor() {
        long start = Long.MAX_VALUE - 50;
        Pace pace = new Pace(100, start);
        assertThat(IntStream.range(0, 2000)
                        .filter(millis -> pace.take(start + millis * 1_000_000L))
                        .count())
                .isBetween(195L, 205L);
        long late = start + 60_000_000_000L;
        assertThat(IntStream.range(0, 100).filter(any -> pace.take(late)).count())
                .isBetween(9L, 11L);
    }
}
