package dev.dromedary.routes.cron;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** When something is due. */
sealed interface Schedule permits Crontab, Every {

    /**
     * The first time after a moment; empty if there is none within the next years.
     *
     * @param moment exclusive
     */
    Optional<Instant> after(Instant moment);

    /**
     * The schedule in five to seven words of digits, letters and {@code * , / - @}: what may stand in a Camel URI, whatever
     * a user wrote.
     */
    String words();

    /**
     * Reads a schedule.
     *
     * @param text crontab line of 5 fields, of 6 with seconds first, or a descriptor such as {@code @hourly} or
     *     {@code @every 5s}
     * @param zone whose wall clock a crontab line goes by
     * @param anchor the moment that {@code @every} counts from, the same for all who read it
     * @throws IllegalArgumentException saying what is wrong and what to write instead
     */
    static Schedule parse(String text, ZoneId zone, Instant anchor) {
        String line = text.strip();
        if (line.startsWith("TZ=") || line.startsWith("CRON_TZ=")) {
            throw new IllegalArgumentException(
                    "'" + line + "' names a time zone: write it in spec.timeZone, such as Europe/Berlin");
        }
        return line.startsWith("@every")
                ? Every.parse(line, anchor)
                : Crontab.parse(Descriptors.spelledOut(line), zone);
    }
}
