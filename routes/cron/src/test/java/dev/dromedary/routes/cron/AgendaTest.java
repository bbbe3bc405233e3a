package dev.dromedary.routes.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.routes.cron.Terms.Missed;
import dev.dromedary.routes.cron.Terms.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/** Which ticks begin, and what becomes of those that nobody could fire. */
class AgendaTest {

    private static final Instant NINE = Instant.parse("2026-01-01T09:00:00Z");

    private static Terms terms(Missed missed, Duration deadline) {
        return new Terms(Overlap.ALLOW, Optional.ofNullable(deadline), missed, false, 3);
    }

    private static Schedule schedule(String line) {
        return Schedule.parse(line, ZoneOffset.UTC, NINE);
    }

    /** Times are offsets from 09:00:00, such as 5m. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *    | LAST | -      | 0s   | 30s     | -              | 1m",
                "* * * * *    | LAST | -      | 0s   | 1m      | 1m             | 2m",
                "* * * * *    | LAST | -      | 0s   | 80s     | 1m             | 2m",
                "* * * * *    | LAST | -      | 0s   | 600s    | 10m            | 11m",
                "* * * * *    | LAST | -      | 0s   | 645s    | 10m            | 11m",
                "* * * * *    | SKIP | -      | 0s   | 600s    | 10m            | 11m",
                "* * * * *    | SKIP | -      | 0s   | 645s    | -              | 11m",
                "* * * * *    | SKIP | -      | 0s   | 85s     | 1m             | 2m",
                "* * * * *    | ALL  | -      | 0s   | 210s    | 1m 2m 3m       | 4m",
                "* * * * *    | ALL  | 100s   | 0s   | 210s    | 2m 3m          | 4m",
                "* * * * *    | LAST | 20s    | 0s   | 645s    | -              | 11m",
                "* * * * *    | LAST | 45s    | 0s   | 645s    | 10m            | 11m",
                "* * * * *    | LAST | 10s    | 0s   | 605s    | 10m            | 11m",
                "*/10 * * * * * | LAST | -    | 0s   | 25s     | 10s 20s        | 30s",
                "*/10 * * * * * | SKIP | -    | 0s   | 300s    | 270s 280s 290s 300s | 310s",
                "*/10 * * * * * | LAST | -    | 290s | 300s    | 300s           | 310s",
                "0 9 * * *    | LAST | -      | 1h   | 23h     | -              | 24h",
                "0 9 * * *    | LAST | -      | 1h   | 80h     | 72h            | 96h",
                "* * * * *    | LAST | -      | 1h   | 600s    | -              | 61m",
                "@every 5m    | LAST | -      | 0s   | 1200s   | 20m            | 25m"
            })
    void whatBegins(ArgumentsAccessor row) {
        Duration deadline = row.getString(2).equals("-") ? null : length(row.getString(2));
        Terms terms = terms(Missed.valueOf(row.getString(1)), deadline);
        Instant since = at(row.getString(3));
        Agenda agenda = Agenda.of(schedule(row.getString(0)), terms, since, at(row.getString(4)));
        List<Instant> expected = times(row.getString(5));
        assertThat(agenda.due()).isEqualTo(expected);
        assertThat(agenda.next()).contains(at(row.getString(6)));
        assertThat(agenda.newest()).isEqualTo(expected.isEmpty() ? since : expected.getLast());
    }

    @Test
    void ofALongAbsenceNoMoreThanAHundredAreMadeUpFor() {
        Agenda agenda = Agenda.of(schedule("* * * * * *"), terms(Missed.ALL, null), NINE, at("9000h"));
        assertThat(agenda.due().size()).isBetween(Agenda.MOST_MISSED, Agenda.MOST_MISSED + 31);
        assertThat(agenda.due()).isSorted().endsWith(at("9000h"));
    }

    @Test
    void whatIsSuspendedHasNothingOn() {
        Terms suspended = new Terms(Overlap.ALLOW, Optional.empty(), Missed.ALL, true, 3);
        assertThat(Agenda.of(schedule("* * * * *"), suspended, NINE, at("1h")))
                .isEqualTo(new Agenda(List.of(), NINE, Optional.empty()));
    }

    /** A clock that is put back an hour: what was claimed is not fired again, however often it is looked at. */
    @Test
    void aClockThatIsPutBackRepeatsNothing() {
        Instant claimed = at("60m");
        for (int minute = 1; minute <= 60; minute++) {
            assertThat(Agenda.of(schedule("* * * * *"), Terms.DEFAULT, claimed, at(minute + "m"))
                            .due())
                    .isEmpty();
        }
        assertThat(Agenda.of(schedule("* * * * *"), Terms.DEFAULT, claimed, at("61m"))
                        .due())
                .containsExactly(at("61m"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALLOW   | LAST | 0  | 1m       | 1m       | -     | false | 1m",
                "ALLOW   | LAST | 3  | 1m 2m    | 1m 2m    | -     | false | 2m",
                "ALLOW   | LAST | 9  | 1m 2m    | 1m       | -     | false | 1m",
                "ALLOW   | LAST | 10 | 1m 2m    | -        | -     | false | 0s",
                "FORBID  | LAST | 0  | 1m       | 1m       | -     | false | 1m",
                "FORBID  | LAST | 0  | 1m 2m    | 2m       | 1m    | false | 2m",
                "FORBID  | LAST | 1  | 1m 2m    | -        | 1m 2m | false | 2m",
                "FORBID  | ALL  | 0  | 1m 2m 3m | 1m       | -     | false | 1m",
                "FORBID  | ALL  | 1  | 1m 2m    | -        | -     | false | 0s",
                "REPLACE | LAST | 0  | 1m       | 1m       | -     | false | 1m",
                "REPLACE | LAST | 2  | 1m 2m    | 2m       | 1m    | true  | 2m"
            })
    void whatIsDoneAboutThem(ArgumentsAccessor row) {
        Terms terms = new Terms(
                Overlap.valueOf(row.getString(0)), Optional.empty(), Missed.valueOf(row.getString(1)), false, 3);
        List<Instant> due = times(row.getString(3));
        Taking expected =
                new Taking(times(row.getString(4)), times(row.getString(5)), row.getBoolean(6), at(row.getString(7)));
        assertThat(Taking.of(new Agenda(due, due.getLast(), Optional.empty()), terms, row.getInteger(2), NINE))
                .isEqualTo(expected);
    }

    private static List<Instant> times(String text) {
        return text.equals("-")
                ? List.of()
                : Stream.of(text.split(" ")).map(AgendaTest::at).toList();
    }

    private static Instant at(String offset) {
        return NINE.plus(length(offset));
    }

    private static Duration length(String text) {
        return Duration.parse("PT" + text);
    }
}
