package dev.dromedary.routes.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Time zones, and what their clocks do. The expected times were worked out by hand. */
class ZonesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Europe/Berlin       | 30 2 * * *   | 2026-03-28T02:00:00Z | 2026-03-29T01:30:00Z 2026-03-30T00:30:00Z",
                "Europe/Berlin       | 30 2-4 * * * | 2026-03-29T00:00:00Z | 2026-03-29T01:30:00Z 2026-03-29T02:30:00Z 2026-03-30T00:30:00Z",
                "Europe/Berlin       | 30 * * * *   | 2026-03-29T00:00:00Z | 2026-03-29T00:30:00Z 2026-03-29T01:30:00Z",
                "Europe/Berlin       | 30 2 * * *   | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z",
                "Europe/Berlin       | 30 * * * *   | 2026-10-25T00:00:00Z | 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-25T02:30:00Z",
                "Europe/Berlin       | */30 2 * * * | 2026-10-24T12:00:00Z | 2026-10-25T00:00:00Z 2026-10-25T00:30:00Z 2026-10-25T01:00:00Z 2026-10-25T01:30:00Z 2026-10-26T01:00:00Z",
                "Europe/Berlin       | 0 30 2 * * * | 2026-03-28T02:00:00Z | 2026-03-29T01:30:00Z 2026-03-30T00:30:00Z",
                "Europe/London       | 30 1 * * *   | 2026-03-28T12:00:00Z | 2026-03-29T01:30:00Z 2026-03-30T00:30:00Z",
                "Europe/Dublin       | 30 1 * * *   | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z",
                "America/New_York    | 0 2 * * *    | 2026-03-07T12:00:00Z | 2026-03-08T07:00:00Z 2026-03-09T06:00:00Z",
                "America/New_York    | 15 1 * * *   | 2026-10-31T12:00:00Z | 2026-11-01T05:15:00Z 2026-11-02T06:15:00Z",
                "America/St_Johns    | 30 2 * * *   | 2026-03-07T12:00:00Z | 2026-03-08T06:00:00Z 2026-03-09T05:00:00Z",
                "America/Havana      | 0 0 * * *    | 2026-03-07T12:00:00Z | 2026-03-08T05:00:00Z 2026-03-09T04:00:00Z",
                "America/Havana      | 30 0 * * *   | 2026-10-31T12:00:00Z | 2026-11-01T04:30:00Z 2026-11-02T05:30:00Z",
                "America/Nuuk        | 30 23 * * *  | 2026-03-28T12:00:00Z | 2026-03-29T01:30:00Z 2026-03-30T00:30:00Z",
                "America/Phoenix     | 0 2 * * *    | 2026-03-08T00:00:00Z | 2026-03-08T09:00:00Z 2026-03-09T09:00:00Z",
                "America/Sao_Paulo   | 0 0 * * *    | 2018-11-03T12:00:00Z | 2018-11-04T03:00:00Z 2018-11-05T02:00:00Z",
                "America/Sao_Paulo   | 30 23 * * *  | 2019-02-16T12:00:00Z | 2019-02-17T01:30:00Z 2019-02-18T02:30:00Z",
                "America/Sao_Paulo   | 0 9 * * *    | 2026-01-01T00:00:00Z | 2026-01-01T12:00:00Z",
                "Africa/Casablanca   | 30 2 * * *   | 2026-02-14T12:00:00Z | 2026-02-15T01:30:00Z 2026-02-16T02:30:00Z",
                "Africa/Casablanca   | 30 2 * * *   | 2026-03-21T12:00:00Z | 2026-03-22T02:30:00Z 2026-03-23T01:30:00Z",
                "Africa/Cairo        | 15 0 * * *   | 2026-04-23T12:00:00Z | 2026-04-23T22:15:00Z 2026-04-24T21:15:00Z",
                "Antarctica/Troll    | 30 1 * * *   | 2026-03-28T12:00:00Z | 2026-03-29T01:30:00Z 2026-03-29T23:30:00Z",
                "Antarctica/Troll    | 30 2 * * *   | 2026-03-28T12:00:00Z | 2026-03-29T02:30:00Z 2026-03-30T00:30:00Z",
                "Antarctica/Troll    | 30 1 * * *   | 2026-10-24T12:00:00Z | 2026-10-24T23:30:00Z 2026-10-26T01:30:00Z",
                "Asia/Beirut         | 0 0 * * *    | 2026-03-28T12:00:00Z | 2026-03-28T22:00:00Z 2026-03-29T21:00:00Z",
                "Asia/Kathmandu      | 0 9 * * *    | 2026-01-01T00:00:00Z | 2026-01-01T03:15:00Z",
                "Asia/Kolkata        | 30 9 * * 1-5 | 2026-01-02T12:00:00Z | 2026-01-05T04:00:00Z",
                "Asia/Pyongyang      | 45 23 * * *  | 2018-05-04T00:00:00Z | 2018-05-04T15:15:00Z 2018-05-05T14:45:00Z",
                "Asia/Tehran         | 0 0 * * *    | 2026-03-20T00:00:00Z | 2026-03-20T20:30:00Z 2026-03-21T20:30:00Z",
                "Australia/Lord_Howe | 15 2 * * *   | 2026-10-03T00:00:00Z | 2026-10-03T15:45:00Z 2026-10-04T15:15:00Z",
                "Australia/Lord_Howe | 45 1 * * *   | 2026-04-04T00:00:00Z | 2026-04-04T14:45:00Z 2026-04-05T15:15:00Z",
                "Australia/Lord_Howe | */20 1 * * * | 2026-04-04T14:10:00Z | 2026-04-04T14:20:00Z 2026-04-04T14:40:00Z 2026-04-04T15:10:00Z",
                "Australia/Sydney    | 30 2 * * *   | 2026-04-04T00:00:00Z | 2026-04-04T15:30:00Z 2026-04-05T16:30:00Z",
                "Pacific/Apia        | 0 9 * * *    | 2011-12-29T00:00:00Z | 2011-12-29T19:00:00Z 2011-12-30T19:00:00Z 2011-12-31T19:00:00Z",
                "Pacific/Apia        | 0 9 30 12 *  | 2011-12-29T00:00:00Z | 2011-12-30T19:00:00Z 2012-12-29T19:00:00Z",
                "Pacific/Chatham     | 0 3 * * *    | 2026-04-04T00:00:00Z | 2026-04-04T13:15:00Z 2026-04-05T14:15:00Z",
                "Pacific/Chatham     | 0 3 * * *    | 2026-09-26T00:00:00Z | 2026-09-26T14:15:00Z 2026-09-27T13:15:00Z",
                "Pacific/Kiritimati  | 0 0 1 1 *    | 2025-06-01T00:00:00Z | 2025-12-31T10:00:00Z"
            })
    void ticksComeByTheWallClock(String zone, String line, Instant moment, String expected) {
        List<Instant> times = Stream.of(expected.split(" ")).map(Instant::parse).toList();
        assertThat(next(Schedule.parse(line, Zones.parse(zone), Instant.EPOCH), moment, times.size()))
                .isEqualTo(times);
    }

    /** A daily tick is never lost and never doubled, in no zone and in no year. */
    @Test
    void everyZoneHasOneTickADay() {
        Instant from = Instant.parse("1990-01-01T00:00:00Z");
        for (String zone : ZoneId.getAvailableZoneIds()) {
            Schedule schedule = Schedule.parse("30 2 * * *", ZoneId.of(zone), Instant.EPOCH);
            List<Instant> ticks = next(schedule, from, 365);
            assertThat(ticks).as(zone).doesNotHaveDuplicates().isSorted();
            for (int i = 1; i < ticks.size(); i++) {
                assertThat(ticks.get(i).getEpochSecond() - ticks.get(i - 1).getEpochSecond())
                        .as("%s after %s", zone, ticks.get(i - 1))
                        .isBetween(20 * 3600L, 28 * 3600L);
            }
        }
    }

    @Test
    void withoutOneItIsUtc() {
        assertThat(Zones.parse(null)).isEqualTo(ZoneOffset.UTC);
        assertThat(Zones.parse("")).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    void aNameInOtherLettersIsPutRight() {
        assertThatThrownBy(() -> Zones.parse("europe/berlin")).hasMessageContaining("write Europe/Berlin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Local", "GMT+2:00", "+02:00", "Mars/Olympus", "../etc/passwd", "SystemV/PST8", "Europe/Berlin "
            })
    void whatIsNoneIsRefusedWithARemedy(String name) {
        assertThatThrownBy(() -> Zones.parse(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write");
    }

    private static List<Instant> next(Schedule schedule, Instant moment, int count) {
        List<Instant> times = new ArrayList<>();
        Instant last = moment;
        for (int i = 0; i < count; i++) {
            last = schedule.after(last).orElseThrow();
            times.add(last);
        }
        return times;
    }
}
