package dev.dromedary.routes.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a time on the wall comes, where the wall clock is put forward and back. As cron has it (Vixie's, Debian's): a line with
 * {@code *} in the second, minute or hour goes by what the clock shows, so that an hour that comes twice counts twice, and one
 * that is skipped not at all. Any other line names times of the day: one that comes twice counts the first time, and one that is
 * skipped comes as long after the gap's end as it would have after its beginning, so a day later than the day before.
 */
final class WallClock {

    private WallClock() {}

    /** The first time after a moment, before another; empty if there is none. */
    static Optional<Instant> after(Crontab crontab, Instant moment, Instant end) {
        ZoneRules rules = crontab.zone().getRules();
        Instant from = moment.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        while (from.isBefore(end)) {
            ZoneOffsetTransition next = rules.nextTransition(from);
            Instant until = next == null || next.getInstant().isAfter(end) ? end : next.getInstant();
            Optional<Instant> found = between(crontab, rules, new Stretch(from, until));
            if (found.isPresent()) {
                return found;
            }
            from = until;
        }
        return Optional.empty();
    }

    /** A time in which the clock runs steadily; without its end. */
    private record Stretch(Instant from, Instant until) {}

    private static Optional<Instant> between(Crontab crontab, ZoneRules rules, Stretch stretch) {
        ZoneOffset offset = rules.getOffset(stretch.from());
        LocalDateTime start = LocalDateTime.ofInstant(stretch.from(), offset);
        LocalDateTime end = LocalDateTime.ofInstant(stretch.until(), offset);
        ZoneOffsetTransition before = rules.previousTransition(stretch.from().plusNanos(1));
        if (before == null || !crontab.isFixed()) {
            return crontab.from(start, end).map(time -> time.toInstant(offset));
        }
        if (before.isOverlap()) {
            LocalDateTime first = before.getDateTimeBefore();
            return crontab.from(start.isBefore(first) ? first : start, end).map(time -> time.toInstant(offset));
        }
        return Stream.concat(
                        crontab.from(start, end).map(time -> time.toInstant(offset)).stream(),
                        skipped(crontab, before, stretch).stream())
                .min(Comparator.naturalOrder());
    }

    /** The first of those that the clock skipped as it was put forward, by the clock as if it had not been. */
    private static Optional<Instant> skipped(Crontab crontab, ZoneOffsetTransition gap, Stretch stretch) {
        LocalDateTime start = LocalDateTime.ofInstant(stretch.from(), gap.getOffsetBefore());
        return crontab.from(start, gap.getDateTimeAfter())
                .map(time -> time.toInstant(gap.getOffsetBefore()))
                .filter(time -> time.isBefore(stretch.until()));
    }
}
