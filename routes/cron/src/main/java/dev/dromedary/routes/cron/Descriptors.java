package dev.dromedary.routes.cron;

import java.util.Map;

/** The short names of crontab(5). */
final class Descriptors {

    private static final Map<String, String> NAMES = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    private Descriptors() {}

    /** The line a descriptor stands for; any other line as it is. */
    static String spelledOut(String line) {
        if (!line.startsWith("@")) {
            return line;
        }
        String spelled = NAMES.get(line);
        if (spelled == null) {
            throw new IllegalArgumentException(
                    "'" + line + "' is no descriptor: use @hourly, @daily, @weekly, @monthly,"
                            + " @yearly or @every with a duration such as 5m");
        }
        return spelled;
    }
}
