package dev.dromedary.routes.kafka.park;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandTest {

    private final Lot lot = new Lot(1);
    private final Stand stand = lot.stand();

    private void crowd() {
        Stand other = lot.stand();
        lot.places().run(stand);
        lot.places().run(other);
        other.came(Lot.at(1_000_000));
    }

    @Test
    void whatNothingHasComeToIsParkedSoonAfterItHasItsPartitions() {
        crowd();
        assertThat(stand.isSpare(Lot.at(100), Lot.at(101))).isFalse();
        assertThat(stand.isSpare(Lot.at(100), Lot.at(102))).isTrue();
    }

    @Test
    void whatSomethingHasComeToIsParkedAMinuteAfterTheLast() {
        crowd();
        stand.came(Lot.at(110));
        assertThat(stand.isSpare(Lot.at(100), Lot.at(169))).isFalse();
        assertThat(stand.isSpare(Lot.at(100), Lot.at(170))).isTrue();
    }

    @Test
    void partitionsThatItGotJustNowAreGivenTime() {
        crowd();
        stand.came(Lot.at(110));
        assertThat(stand.isSpare(Lot.at(160), Lot.at(219))).isFalse();
        assertThat(stand.isSpare(Lot.at(160), Lot.at(220))).isTrue();
    }

    @Test
    void whatIsKeptIsNotParkedHoweverLongNothingComes() {
        assertThat(stand.begin()).isTrue();
        assertThat(stand.isSpare(Lot.at(0), Lot.at(1_000_000))).isFalse();
    }

    @Test
    void itLooksOftenEnoughToBeParkedInTime() {
        assertThat(stand.patience()).isEqualTo(Duration.ofSeconds(2));
    }
}
