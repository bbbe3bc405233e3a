package dev.dromedary.runtimes.contract;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/**
 * A program that has come to its end.
 *
 * @param status its exit status
 * @param log all that it wrote
 */
record Ended(long status, String log) {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** Waits for a program's end, and clears up after it. */
    static Ended of(Started program) {
        try (program) {
            await().atMost(LONGEST).until(() -> !program.isRunning());
            return new Ended(program.exitStatus(), program.log());
        }
    }
}
