package dev.dromedary.ledger;

import java.util.concurrent.TimeUnit;

/** The one clock of all ledgers: they are all kept by this JVM. */
final class Clock {

    private Clock() {}

    /** Microseconds since some time. */
    static long now() {
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    }
}
