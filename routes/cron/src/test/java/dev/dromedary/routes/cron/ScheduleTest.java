package dev.dromedary.routes.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    /** 2026-01-01 is a Thursday. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *          | 2026-01-01T00:00:00Z | 2026-01-01T00:01:00Z",
                "*/5 * * * *        | 2026-01-01T00:01:30Z | 2026-01-01T00:05:00Z",
                "*/60 * * * *       | 2026-01-01T00:00:01Z | 2026-01-01T01:00:00Z",
                "30 9 * * 1         | 2026-01-01T00:00:00Z | 2026-01-05T09:30:00Z",
                "0 0 * * 0          | 2026-01-01T00:00:00Z | 2026-01-04T00:00:00Z",
                "0 0 * * 7          | 2026-01-01T00:00:00Z | 2026-01-04T00:00:00Z",
                "0 0 * * sun        | 2026-01-01T00:00:00Z | 2026-01-04T00:00:00Z",
                "0 0 * * MON-FRI    | 2026-01-02T12:00:00Z | 2026-01-05T00:00:00Z",
                "0 0 13 * 5         | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z",
                "0 0 */2 * 1        | 2026-01-01T00:00:00Z | 2026-01-05T00:00:00Z",
                "0 0 1 jan,jul *    | 2026-01-01T00:00:00Z | 2026-07-01T00:00:00Z",
                "0 0 29 2 *         | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z",
                "0 0 29 2 1         | 2026-01-01T00:00:00Z | 2026-02-02T00:00:00Z",
                "59 23 31 12 *      | 2026-12-31T23:59:00Z | 2027-12-31T23:59:00Z",
                "10-20/5 * * * *    | 2026-01-01T00:15:00Z | 2026-01-01T00:20:00Z",
                "7/20 * * * *       | 2026-01-01T00:07:00Z | 2026-01-01T00:27:00Z",
                "0 12 ? * ?         | 2026-01-01T13:00:00Z | 2026-01-02T12:00:00Z",
                "*/10 * * * * *     | 2026-01-01T00:00:05Z | 2026-01-01T00:00:10Z",
                "30 0 0 * * *       | 2026-01-01T00:00:30Z | 2026-01-02T00:00:30Z",
                "@hourly            | 2026-01-01T00:00:00Z | 2026-01-01T01:00:00Z",
                "@daily             | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z",
                "@weekly            | 2026-01-01T00:00:00Z | 2026-01-04T00:00:00Z",
                "@monthly           | 2026-01-01T00:00:00Z | 2026-02-01T00:00:00Z",
                "@yearly            | 2026-01-01T00:00:00Z | 2027-01-01T00:00:00Z",
                "@every 5s          | 2026-01-01T00:00:00Z | 2026-01-01T00:00:02Z",
                "@every 5s          | 2026-01-01T00:00:02Z | 2026-01-01T00:00:07Z",
                "@every 1h30m       | 2026-01-01T00:00:00Z | 2026-01-01T01:29:57Z",
                "@every 1.5s        | 2025-12-31T23:59:57Z | 2025-12-31T23:59:58.500Z"
            })
    void nextTimeIsWhatCrontabSays(String line, Instant moment, Instant next) {
        assertThat(Schedule.parse(line, ZoneOffset.UTC, Instant.parse("2025-12-31T23:59:57Z"))
                        .after(moment))
                .contains(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "*/0 * * * *",
                "5-1 * * * *",
                "a * * * *",
                "1,,2 * * * *",
                "-1 * * * *",
                "* * 30 2 *",
                "@sometimes",
                "@every",
                "@every 5",
                "@every 10ms",
                "@every -5s",
                "${env:HOME} * * * *",
                "1?x=y * * * *",
                "1&a=b * * * *",
                "CRON_TZ=Europe/Berlin 0 9 * * *",
                "TZ=UTC @daily"
            })
    void nonsenseIsRefusedWithARemedy(String line) {
        assertThatThrownBy(() -> Schedule.parse(line, ZoneOffset.UTC, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).*(use|write|never comes).*");
    }

    /** Against a reading of the fields minute by minute, for a month of every line. */
    @ParameterizedTest
    @ValueSource(strings = {"*/7 3-5 * * *", "0 0 1,15 * 3", "30 */4 * 1 *", "15 10 10-12 * 1-5", "*/45 23 * * 6"})
    void everyMatchingMinuteAndNoOtherIsDue(String line) {
        Crontab crontab = Crontab.parse(line, ZoneOffset.UTC);
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        Instant end = Instant.parse("2026-02-01T00:00:00Z");
        Instant due = from.minusSeconds(1);
        for (Instant minute = from; minute.isBefore(end); minute = minute.plusSeconds(60)) {
            var time = minute.atOffset(ZoneOffset.UTC);
            boolean matches = crontab.minute().values().get(time.getMinute())
                    && crontab.hour().values().get(time.getHour())
                    && crontab.days().include(time.toLocalDate());
            if (matches) {
                Optional<Instant> next = crontab.after(due);
                assertThat(next).contains(minute);
                due = minute;
            }
        }
    }

    @Test
    void wordsHoldNothingOfAUsersText() {
        assertThat(Schedule.parse("*/5 0 ? JAN-MAR mon", ZoneOffset.UTC, Instant.EPOCH)
                        .words())
                .isEqualTo("0 */5 0 * 1-3 1");
        assertThat(Schedule.parse("@every 90s", ZoneOffset.UTC, Instant.EPOCH).words())
                .isEqualTo("@every PT1M30S - - -");
    }
}
