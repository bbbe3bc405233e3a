package dev.dromedary.routes.cron;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;

/** The time zones that a trigger may name: those of the IANA time zone database, as this program's Java has it. */
final class Zones {

    private static final Set<String> NAMES = ZoneId.getAvailableZoneIds();

    private Zones() {}

    /**
     * The zone of this name.
     *
     * @param name {@code null} or empty: UTC
     * @throws IllegalArgumentException saying what is wrong and what to write instead
     */
    static ZoneId parse(String name) {
        if (name == null || name.isEmpty()) {
            return ZoneOffset.UTC;
        }
        if (NAMES.contains(name) && !name.startsWith("SystemV/")) {
            return ZoneId.of(name);
        }
        String remedy = NAMES.stream()
                .filter(known -> known.equalsIgnoreCase(name))
                .findFirst()
                .map(known -> "write " + known)
                .orElse("write a name of the IANA time zone database, such as Europe/Berlin, or nothing for UTC");
        throw new IllegalArgumentException("'" + name + "' is no time zone: " + remedy);
    }
}
