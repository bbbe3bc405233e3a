package dev.dromedary.routes.kafka.park;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    @ParameterizedTest
    @CsvSource({"0, 500", "250, 500", "500, 1000", "100000, 2000"})
    void manyPartitionsAreLookedAtLessOften(int partitions, long millis) {
        assertThat(Lot.PACE.between(partitions)).isEqualTo(Duration.ofMillis(millis));
    }
}
