package dev.dromedary.routes.kafka.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private static final int BEGINNERS = 50;

    private final Lot lot = new Lot(2);
    private final Places places = lot.places();
    private final List<Stand> stands = Stream.generate(lot::stand).limit(4).toList();

    private List<Integer> spare() {
        return stands.stream().filter(places::isSpare).map(stands::indexOf).toList();
    }

    @Test
    void theFirstRunAtOnceAndOthersAreParkedFirst() {
        assertThat(stands.stream().map(Stand::begin)).containsExactly(true, true, false, false);
    }

    @Test
    void thereIsNobodyToSpareAsLongAsThereAreNoMoreThanAreKept() {
        stands.subList(0, 2).forEach(places::run);
        assertThat(spare()).isEmpty();
    }

    @Test
    void thoseThatHadTheLatestRecordsStay() {
        stands.forEach(places::run);
        stands.get(3).came(Lot.at(10));
        stands.get(1).came(Lot.at(20));
        stands.get(2).came(Lot.at(5));
        assertThat(spare()).containsExactly(0, 2);
    }

    @Test
    void ofThoseThatNeverHadAnyTheOldestStay() {
        stands.forEach(places::run);
        assertThat(spare()).containsExactly(2, 3);
    }

    @Test
    void whoLeavesMakesRoom() {
        stands.forEach(places::run);
        places.leave(stands.get(0));
        places.leave(stands.get(1));
        assertThat(spare()).isEmpty();
    }

    @Test
    void ofManyThatBeginSomeDoAtATime() {
        List<Stand> many = Stream.generate(lot::stand).limit(BEGINNERS + 1).toList();
        assertThat(many.stream().filter(stand -> places.begin(stand, Lot.at(0))))
                .hasSize(BEGINNERS);
        assertThat(places.begin(many.get(BEGINNERS), Lot.at(1))).isFalse();
        places.leave(many.get(7));
        assertThat(places.begin(many.get(BEGINNERS), Lot.at(1))).isTrue();
    }

    @Test
    void oneThatDoesNotGetDoneKeepsNobodyFromBeginning() {
        Stream.generate(lot::stand).limit(BEGINNERS).forEach(stand -> places.begin(stand, Lot.at(0)));
        assertThat(places.begin(stands.get(0), Lot.at(14))).isFalse();
        assertThat(places.begin(stands.get(0), Lot.at(15))).isTrue();
    }

    @Test
    void fewerThanNoneIsRefused() {
        assertThatThrownBy(() -> new Places(-1)).hasMessageContaining("at least 0, not -1");
    }
}
