package dev.dromedary.routes.kafka.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.routes.core.deliver.Event;
import dev.dromedary.routes.core.deliver.Lane;
import dev.dromedary.routes.core.source.Situation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** When a consumer has got stuck, and when it only looks as if it had. */
class WatchTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LATER = Duration.ofHours(1);

    private final Counted consumer = new Counted();
    private final Held lane = new Held();
    private Claims claims;

    /** Kafka's own stand-in for a consumer, with the only figure that is asked for. */
    private static final class Counted extends MockConsumer<byte[], byte[]> {

        private static final MetricName CONNECTIONS =
                new MetricName("connection-count", "consumer-metrics", "", Map.of());

        Counted() {
            super("none");
        }

        @Override
        public synchronized Map<MetricName, ? extends Metric> metrics() {
            return Map.of(CONNECTIONS, new Metric() {
                @Override
                public MetricName metricName() {
                    return CONNECTIONS;
                }

                @Override
                public Object metricValue() {
                    return 1.0;
                }
            });
        }
    }

    /** A lane that settles nothing. */
    private static final class Held implements Lane {

        private int events;
        private boolean full;

        @Override
        public void offer(List<? extends Event> more) {
            events += more.size();
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public Object settled() {
            return null;
        }

        @Override
        public int outstanding() {
            return events;
        }

        @Override
        public CompletableFuture<Void> close() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void abandon() {}
    }

    /** Over a partition that has a hundred records, and of which none is read. */
    private Watch watch(Duration stall) {
        Timing timing = Copy.Ways.USUAL.within(stall, LATER).timing();
        Source source = Copy.source("t", new StartPosition.Earliest());
        consumer.updatePartitions("t", List.of(new PartitionInfo("t", 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 100L));
        consumer.assign(List.of(PARTITION));
        Beginning beginning = new Beginning(source.start(), timing.answer());
        claims = new Claims(
                consumer, new Waker(consumer), new Claims.Making(source, watcher -> lane, beginning, timing));
        claims.onPartitionsAssigned(List.of(PARTITION));
        return new Watch(consumer, claims, timing);
    }

    /** One record comes, and it is known that there is none before this offset. */
    private void come(long next) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("t", 0, next - 1, null, new byte[0]);
        claims.take(new ConsumerRecords<>(
                Map.of(PARTITION, List.of(record)), Map.of(PARTITION, new OffsetAndMetadata(next))));
    }

    @Test
    void recordsThatAreThereAndDoNotCome() {
        Watch watch = watch(AT_ONCE);
        assertThat(watch.look()).isTrue();
        assertThat(watch.isStalled()).as("it has only just begun").isFalse();
        assertThat(watch.look()).isTrue();
        assertThat(watch.isStalled()).isTrue();
        assertThat(watch.situation()).isEqualTo(new Situation.Reading(1, 100));
    }

    @Test
    void notBeforeTheirTimeIsUp() {
        Watch watch = watch(LATER);
        watch.look();
        watch.look();
        assertThat(watch.isStalled()).isFalse();
    }

    @Test
    void whereAnyCameTimeBeginsAnew() {
        Watch watch = watch(AT_ONCE);
        watch.look();
        come(50);
        watch.look();
        assertThat(watch.isStalled()).isFalse();
        watch.look();
        assertThat(watch.isStalled()).isTrue();
    }

    @Test
    void aPartitionThatIsToWaitIsNotStuck() {
        Watch watch = watch(AT_ONCE);
        watch.look();
        lane.full = true;
        come(50);
        watch.look();
        watch.look();
        assertThat(watch.isStalled()).isFalse();
        lane.full = false;
        claims.resume();
        watch.look();
        watch.look();
        assertThat(watch.isStalled()).isTrue();
    }

    @Test
    void whereAllIsReadNothingIsStuckEvenIfNothingIsSettled() {
        Watch watch = watch(AT_ONCE);
        come(100);
        watch.look();
        watch.look();
        assertThat(watch.isStalled()).isFalse();
        assertThat(watch.isCaughtUp()).isFalse();
        lane.events = 0;
        assertThat(watch.isCaughtUp()).isTrue();
    }

    @Test
    void aPartitionThatWentToAnotherCopyAndCameBackBeginsAnew() {
        Watch watch = watch(AT_ONCE);
        watch.look();
        claims.onPartitionsLost(List.of(PARTITION));
        assertThat(watch.look()).isTrue();
        assertThat(watch.situation()).as("it is to join again").isEqualTo(new Situation.Starting());
        claims.onPartitionsAssigned(List.of(PARTITION));
        watch.look();
        assertThat(watch.isStalled()).isFalse();
    }

    @Test
    void whoDoesNotAnswerIsNotReadFromUntilHeDoes() {
        Watch watch = watch(AT_ONCE);
        consumer.setOffsetsException(new TimeoutException("no answer"));
        assertThat(watch.look()).isFalse();
        assertThat(watch.situation()).isInstanceOf(Situation.Unreachable.class);
        assertThat(watch.look()).isTrue();
        assertThat(watch.situation()).isInstanceOf(Situation.Reading.class);
    }
}
