package dev.dromedary.routes.kafka.park;

import static dev.dromedary.routes.kafka.park.Vigil.Decision.BEGIN;
import static dev.dromedary.routes.kafka.park.Vigil.Decision.STAY;
import static dev.dromedary.routes.kafka.park.Vigil.Decision.WAKE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VigilTest {

    private static final TopicPartition ONE = new TopicPartition("topic", 0);
    private static final TopicPartition OTHER = new TopicPartition("topic", 1);
    private static final boolean ALONE = false;
    private static final boolean MEMBERS = true;

    private final Vain vain = new Vain();
    private final Vigil vigil = new Vigil(Lot.PACE, vain, 0);

    @BeforeEach
    void survey() {
        vigil.surveyed(Set.of("topic"), Set.of(ONE, OTHER));
    }

    private void committed(Long one, Long other) {
        Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
        if (one != null) {
            all.put(ONE, new OffsetAndMetadata(one));
        }
        if (other != null) {
            all.put(OTHER, new OffsetAndMetadata(other));
        }
        vigil.committed(all);
    }

    private Vigil.Decision decide(long one, long other, boolean members, long seconds) {
        return vigil.decide(vigil.gaps(Map.of(ONE, one, OTHER, other)), members, Lot.at(seconds));
    }

    /** As the lookout does it, and nothing comes of it. */
    private void wakenInVain(long one, long other, long seconds) {
        vain.woken(vigil.gaps(Map.of(ONE, one, OTHER, other)), Lot.at(seconds));
        vain.parked(false);
    }

    @Test
    void whatIsCommittedIsAskedOnceAndAgainWhereThereIsMore() {
        Map<TopicPartition, Long> ends = Map.of(ONE, 5L, OTHER, 7L);
        assertThat(vigil.isOpen(ends)).isTrue();
        committed(5L, 7L);
        assertThat(vigil.isOpen(ends)).isFalse();
        assertThat(vigil.isOpen(Map.of(ONE, 5L, OTHER, 8L))).isTrue();
    }

    @Test
    void nothingIsWokenWhileAllIsRead() {
        committed(5L, 7L);
        assertThat(decide(5, 7, ALONE, 1)).isEqualTo(STAY);
    }

    @Test
    void aRecordWakesAtOnce() {
        committed(5L, 7L);
        assertThat(decide(5, 8, ALONE, 1)).isEqualTo(WAKE);
    }

    @Test
    void anEndBeforeWhatIsCommittedWakesTooForThatIsAnotherTopic() {
        committed(5L, 7L);
        assertThat(decide(0, 7, ALONE, 1)).isEqualTo(WAKE);
    }

    @Test
    void aPartitionWithoutAPositionIsBegunEvenWhereItIsEmpty() {
        committed(5L, null);
        assertThat(decide(5, 0, ALONE, 1)).isEqualTo(BEGIN);
        assertThat(decide(6, 0, ALONE, 1))
                .as("and a record does not wait for that")
                .isEqualTo(WAKE);
    }

    @Test
    void anEndThatIsNotKnownSaysNothing() {
        committed(5L, 7L);
        assertThat(vigil.gaps(Map.of(ONE, 5L))).isEmpty();
    }

    @Test
    void whatOthersReadIsLeftToThemUntilTheyDoNotGetDone() {
        committed(5L, 7L);
        assertThat(decide(6, 7, MEMBERS, 100)).isEqualTo(STAY);
        assertThat(decide(9, 7, MEMBERS, 109)).isEqualTo(STAY);
        assertThat(decide(9, 7, MEMBERS, 110)).isEqualTo(WAKE);
    }

    @Test
    void othersThatGetDoneInBetweenAreGivenTimeAgain() {
        committed(5L, 7L);
        assertThat(decide(6, 7, MEMBERS, 100)).isEqualTo(STAY);
        committed(6L, 7L);
        assertThat(decide(6, 7, MEMBERS, 105)).isEqualTo(STAY);
        assertThat(decide(7, 7, MEMBERS, 110)).isEqualTo(STAY);
        assertThat(decide(7, 7, MEMBERS, 120)).isEqualTo(WAKE);
    }

    @Test
    void othersThatLeaveLeaveItToUsAtOnce() {
        committed(5L, 7L);
        assertThat(decide(6, 7, MEMBERS, 100)).isEqualTo(STAY);
        assertThat(decide(6, 7, ALONE, 101)).isEqualTo(WAKE);
    }

    @Test
    void theVerySameDoesNotWakeAgainForAWhile() {
        committed(5L, 7L);
        wakenInVain(6, 7, 100);
        assertThat(decide(6, 7, ALONE, 119)).isEqualTo(STAY);
        assertThat(decide(6, 7, ALONE, 120)).isEqualTo(WAKE);
    }

    @Test
    void whatIsNewWakesWhateverWasInVain() {
        committed(5L, 7L);
        wakenInVain(6, 7, 100);
        assertThat(decide(7, 7, ALONE, 101)).isEqualTo(WAKE);
        assertThat(decide(6, 8, ALONE, 101)).isEqualTo(WAKE);
    }

    @Test
    void whatWasOftenInVainWaitsLongerForThoseWhoRead() {
        committed(5L, 7L);
        wakenInVain(6, 7, 100);
        wakenInVain(6, 7, 200);
        assertThat(decide(6, 7, MEMBERS, 300)).isEqualTo(STAY);
        assertThat(decide(6, 7, MEMBERS, 339)).isEqualTo(STAY);
        assertThat(decide(6, 7, MEMBERS, 340)).isEqualTo(WAKE);
    }

    @Test
    void whatCameOfItIsNotInVain() {
        committed(5L, 7L);
        wakenInVain(6, 7, 100);
        vain.woken(vigil.gaps(Map.of(ONE, 6L, OTHER, 8L)), Lot.at(110));
        vain.parked(true);
        assertThat(decide(6, 8, ALONE, 111)).isEqualTo(WAKE);
    }

    @Test
    void aGroupIsKeptFromBeingForgotten() {
        committed(5L, 7L);
        assertThat(decide(5, 7, ALONE, 12 * 3600 - 1)).isEqualTo(STAY);
        assertThat(decide(5, 7, ALONE, 12 * 3600)).isEqualTo(BEGIN);
    }

    @Test
    void whatTheBrokersForgetIsRemembered() {
        committed(5L, 7L);
        committed(6L, null);
        assertThat(decide(6, 8, ALONE, 1)).isEqualTo(BEGIN);
        assertThat(vigil.known().committed())
                .isEqualTo(Map.of(ONE, new OffsetAndMetadata(6), OTHER, new OffsetAndMetadata(7)));
    }

    @Test
    void topicsThatComeLaterAreNotAmongTheFirst() {
        vigil.surveyed(Set.of("topic", "later"), Set.of(ONE, OTHER, new TopicPartition("later", 0)));
        assertThat(vigil.known().topics()).containsExactly("topic");
    }
}
