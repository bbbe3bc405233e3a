package dev.dromedary.routes.kafka.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AheadTest {

    private final Ahead ahead = new Ahead(10, "");

    private static Ahead read(long from, String written) {
        return new Ahead(from, written);
    }

    @Test
    void nothingIsWrittenOfWhatTheCommitSays() {
        ahead.settle(10);
        ahead.settle(11);
        assertThat(ahead.after(12)).isEmpty();
        assertThat(ahead.isSettled(11)).isFalse();
    }

    @Test
    void whatIsSettledBeyondTheCommitIsReadAgain() {
        ahead.settle(12);
        ahead.settle(15);
        Ahead next = read(11, ahead.after(11));
        assertThat(next.isSettled(11)).isFalse();
        assertThat(next.isSettled(12)).isTrue();
        assertThat(next.isSettled(13)).isFalse();
        assertThat(next.isSettled(15)).isTrue();
        assertThat(read(11, next.after(11)).isSettled(15))
                .as("it is written on, though it was read only")
                .isTrue();
    }

    @Test
    void anyOrderAndAnyCommitsAgreeWithASet() {
        Random random = new Random(11);
        Set<Long> expected = new TreeSet<>();
        Ahead now = read(0, "");
        long committed = 0;
        for (int turn = 0; turn < 2000; turn++) {
            long offset = committed + random.nextInt(300);
            now.settle(offset);
            expected.add(offset);
            if (turn % 10 == 0) {
                committed += random.nextInt(40);
                now = read(committed, now.after(committed));
            }
            for (long each = committed; each < committed + 300; each++) {
                assertThat(now.isSettled(each)).isEqualTo(expected.contains(each));
            }
        }
    }

    @Test
    void whatHasNoRoomInACommitIsLeftOut() {
        for (long offset = 11; offset < 100_000; offset++) {
            ahead.settle(offset);
        }
        String written = ahead.after(10);
        assertThat(new Mark(1_000_000, written).toString()).hasSizeLessThan(4096);
        assertThat(read(10, written).isSettled(20_000)).isTrue();
        assertThat(read(10, written).isSettled(90_000)).isFalse();
        assertThat(ahead.isSettled(90_000)).isTrue();
    }

    @Test
    void offsetsFarAwayAreNotKept() {
        ahead.settle(1L << 40);
        ahead.settle(9);
        assertThat(ahead.isSettled(1L << 40)).isFalse();
        assertThat(ahead.after(1L << 40)).isEmpty();
    }

    @Test
    void aRecordThatIsNotThereAnyMoreLeavesNothingSettled() {
        ahead.settle(12);
        ahead.forget(0);
        assertThat(ahead.isSettled(12)).isFalse();
        assertThat(ahead.after(0)).isEmpty();
    }
}
