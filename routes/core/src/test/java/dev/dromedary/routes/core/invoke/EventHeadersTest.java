package dev.dromedary.routes.core.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventHeadersTest {

    private static final DateTimeFormatter GO = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral(" +0000 UTC")
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "2020-01-02T03:04:05Z,             2020-01-02 03:04:05 +0000 UTC",
        "2020-01-02T03:04:00Z,             2020-01-02 03:04:00 +0000 UTC",
        "2020-01-02T03:04:05.100Z,         2020-01-02 03:04:05.1 +0000 UTC",
        "2020-01-02T03:04:05.123456789Z,   2020-01-02 03:04:05.123456789 +0000 UTC",
        "1970-01-01T00:00:00Z,             1970-01-01 00:00:00 +0000 UTC",
    })
    void aMomentIsWrittenAsGoWritesIt(Instant moment, String written) {
        assertThat(EventHeaders.time(moment.toString())).isEqualTo(written);
    }

    @Test
    void anyMomentIs() {
        Random random = new Random(7);
        for (int turn = 0; turn < 5000; turn++) {
            long nanos = random.nextInt(1_000_000_000);
            Instant moment = Instant.ofEpochSecond(
                    random.nextLong(4_000_000_000L), turn % 3 == 0 ? nanos : nanos / 1_000_000 * 1_000_000);
            assertThat(EventHeaders.time(moment.toString())).isEqualTo(GO.format(moment));
        }
    }
}
