package dev.dromedary.routes.cron;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A crontab line as crontab(5) reads it: where both day fields are restricted, either of them suffices; day 0 and day 7 are
 * Sunday. A sixth field in front is seconds.
 *
 * @param zone whose wall clock it goes by
 */
record Crontab(Field second, Field minute, Field hour, Days days, ZoneId zone) implements Schedule {

    /** The three fields that say which days. */
    record Days(Field dayOfMonth, Field month, Field dayOfWeek) {

        boolean include(LocalDate day) {
            if (!month.values().get(day.getMonthValue())) {
                return false;
            }
            boolean byMonth = dayOfMonth.values().get(day.getDayOfMonth());
            int number = day.getDayOfWeek().getValue();
            boolean byWeek = dayOfWeek.values().get(number)
                    || (number == 7 && dayOfWeek.values().get(0));
            return (dayOfMonth.star() || dayOfWeek.star()) ? byMonth && byWeek : byMonth || byWeek;
        }
    }

    private static final int FIELDS = 5;
    /** Leap days that fall on one weekday are up to 40 years apart. */
    private static final int FARTHEST_YEARS = 41;

    private static final Field.Range SECOND = new Field.Range("second", 0, 59);
    private static final Field.Range MINUTE = new Field.Range("minute", 0, 59);
    private static final Field.Range HOUR = new Field.Range("hour", 0, 23);
    private static final Field.Range DAY_OF_MONTH = new Field.Range("day of the month", 1, 31);
    private static final Field.Range MONTH = new Field.Range(
            "month",
            1,
            12,
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"));
    private static final Field.Range DAY_OF_WEEK =
            new Field.Range("day of the week", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

    static Crontab parse(String line, ZoneId zone) {
        List<String> fields = Stream.of(line.strip().split("\\s+")).toList();
        if (fields.size() != FIELDS && fields.size() != FIELDS + 1) {
            throw new IllegalArgumentException(
                    "'" + line + "' has " + fields.size()
                            + " fields: write 5 (minute hour day month weekday), 6 with seconds first, or @hourly and the like");
        }
        int at = fields.size() - FIELDS;
        Crontab crontab = new Crontab(
                Field.parse(at == 0 ? "0" : fields.get(0), SECOND),
                Field.parse(fields.get(at), MINUTE),
                Field.parse(fields.get(at + 1), HOUR),
                new Days(
                        Field.parse(fields.get(at + 2), DAY_OF_MONTH),
                        Field.parse(fields.get(at + 3), MONTH),
                        Field.parse(fields.get(at + 4), DAY_OF_WEEK)),
                zone);
        LocalDateTime epoch = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);
        if (crontab.from(epoch, epoch.plusYears(FARTHEST_YEARS)).isEmpty()) {
            throw new IllegalArgumentException("'" + line + "' names a day that never comes");
        }
        return crontab;
    }

    @Override
    public Optional<Instant> after(Instant moment) {
        return WallClock.after(this, moment, moment.plus(FARTHEST_YEARS * 366L, ChronoUnit.DAYS));
    }

    /**
     * Whether it names times of the day, not every so many of them: then a time that the clock skips is made up for, and one that
     * comes twice counts once.
     */
    boolean isFixed() {
        return !second.star() && !minute.star() && !hour.star();
    }

    /** The first time on the wall from {@code start}, a whole second, on, before {@code end}; empty if there is none. */
    Optional<LocalDateTime> from(LocalDateTime start, LocalDateTime end) {
        int fromSecond = start.toLocalTime().toSecondOfDay();
        for (LocalDate day = start.toLocalDate(); !day.isAfter(end.toLocalDate()); day = day.plusDays(1)) {
            Optional<LocalDateTime> time = onDay(day, fromSecond);
            if (time.isPresent()) {
                return time.filter(found -> found.isBefore(end));
            }
            fromSecond = 0;
        }
        return Optional.empty();
    }

    private Optional<LocalDateTime> onDay(LocalDate day, int fromSecond) {
        if (!days.include(day)) {
            return Optional.empty();
        }
        return stream(hour)
                .filter(h -> (h + 1) * 3600 > fromSecond)
                .boxed()
                .flatMap(h -> inHour(day, h, fromSecond).stream())
                .findFirst();
    }

    private Optional<LocalDateTime> inHour(LocalDate day, int h, int fromSecond) {
        return stream(minute)
                .filter(m -> h * 3600 + (m + 1) * 60 > fromSecond)
                .boxed()
                .flatMap(m -> stream(second)
                        .filter(s -> h * 3600 + m * 60 + s >= fromSecond)
                        .mapToObj(s -> day.atTime(h, m, s))
                        .limit(1))
                .findFirst();
    }

    private static IntStream stream(Field field) {
        BitSet values = field.values();
        return values.stream();
    }

    @Override
    public String words() {
        return Stream.of(second, minute, hour, days.dayOfMonth(), days.month(), days.dayOfWeek())
                .map(Field::word)
                .collect(Collectors.joining(" "));
    }
}
