package dev.dromedary.routes.kinesis.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.kinesis.lease.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;

/** How far a shard is behind: times are milliseconds. */
class TrailTest {

    private final Trail trail = new Trail(1000);

    @Test
    void whereAllIsSettledItIsAsFarBehindAsTheServiceSays() {
        assertThat(trail.behind(null, 1500, true)).isZero();
        List<KinesisEvent> events = read(2000, 0, 1900);
        assertThat(trail.behind(events.getFirst().spot(), 9000, true)).isZero();
        read(10_000, 7000);
        assertThat(trail.behind(events.getFirst().spot(), 10_000, true)).isEqualTo(7000);
    }

    @Test
    void whatIsNotSettledCountsFromWhenItCame() {
        List<KinesisEvent> first = read(2000, 0, 1100, 1200);
        assertThat(trail.behind(null, 3000, true)).isEqualTo(1900);
        assertThat(trail.behind(first.getFirst().spot(), 3000, true)).isEqualTo(1800);
        List<KinesisEvent> second = read(4000, 0, 3900);
        assertThat(trail.behind(first.getLast().spot(), 4000, true)).isEqualTo(100);
        assertThat(trail.behind(second.getFirst().spot(), 4000, true)).isZero();
    }

    @Test
    void aClockThatIsBehindTheServicesMakesNothingLessThanNothing() {
        read(2000, 0, 5000);
        assertThat(trail.behind(null, 2000, true)).isZero();
    }

    @Test
    void whileTheServiceDoesNotAnswerMoreMayHaveCome() {
        Spot settled = read(2000, 300, 1900).getFirst().spot();
        assertThat(trail.behind(settled, 62_000, false)).isEqualTo(60_300);
        assertThat(new Trail(1000).behind(null, 4000, false)).isEqualTo(3000);
    }

    /** An answer with events that arrived then. */
    private List<KinesisEvent> read(long at, long behind, long... arrived) {
        List<KinesisEvent> events = new ArrayList<>();
        for (long time : arrived) {
            Record record = Record.builder()
                    .sequenceNumber(String.valueOf(time))
                    .partitionKey("k")
                    .approximateArrivalTimestamp(Instant.ofEpochMilli(time))
                    .data(SdkBytes.fromUtf8String("{}"))
                    .build();
            events.addAll(KinesisEvent.of(
                    new KinesisEvent.Of(new Key("default", "t"), "stream", "shard"), record, new Position.Beginning()));
        }
        trail.read(new Cursor.Batch(events, behind, false), null, at);
        return events;
    }
}
