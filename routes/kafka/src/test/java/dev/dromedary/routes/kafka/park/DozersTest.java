package dev.dromedary.routes.kafka.park;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DozersTest {

    private static final TopicPartition ONE = new TopicPartition("topic", 0);
    private static final TopicPartition OTHER = new TopicPartition("topic", 1);
    private static final Map<TopicPartition, Long> READ = Map.of(ONE, 5L, OTHER, 7L);

    private final AtomicInteger roused = new AtomicInteger();
    private final Stand stand = new Lot(1).stand(roused::incrementAndGet);
    private final Dozers dozers = new Dozers();

    private boolean dozes() {
        return dozers.doze(stand, READ);
    }

    @Test
    void nobodyDozesUntilAllOfItsPartitionsAreListenedToFromWhereItIs() {
        assertThat(dozes()).isFalse();
        assertThat(dozers.positions()).isEqualTo(READ);
        dozers.heed(Map.of(ONE, 5L));
        assertThat(dozes()).isFalse();
        dozers.heed(Map.of(ONE, 5L, OTHER, 6L));
        assertThat(dozes()).isFalse();
        dozers.heed(Map.of(ONE, 5L, OTHER, 7L, new TopicPartition("another", 0), 1L));
        assertThat(dozes()).isTrue();
        assertThat(roused).hasValue(0);
    }

    @Test
    void whoDozedIsRousedOnceWhenOneOfThemIsNotQuietAnyMore() {
        dozes();
        dozers.heed(READ);
        dozers.heed(Map.of(ONE, 5L));
        dozers.heed(Map.of());
        assertThat(roused).hasValue(1);
        assertThat(dozes()).isFalse();
    }

    @Test
    void whoHasReadOnDoesNotDozeFromThereYet() {
        dozes();
        dozers.heed(READ);
        assertThat(dozers.doze(stand, Map.of(ONE, 5L, OTHER, 8L))).isFalse();
    }

    @Test
    void whoRisesIsNotListenedForNorRoused() {
        dozes();
        dozers.heed(READ);
        dozers.rise(stand);
        dozers.heed(Map.of());
        assertThat(dozers.positions()).isEmpty();
        assertThat(roused).hasValue(0);
        assertThat(dozes()).isFalse();
    }
}
