package dev.dromedary.routes.kinesis.lease;

import java.time.Duration;

/** What a thread waits at until it is wanted, or its time has come. A ring that nobody waits for is heard by whoever waits next. */
public final class Bell {

    private boolean rung;

    /** Ends the waiting. On any thread. */
    public synchronized void ring() {
        rung = true;
        notifyAll();
    }

    /** Waits; not when it is interrupted. */
    public synchronized void await(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        try {
            for (long left = longest.toMillis(); !rung && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        rung = false;
    }
}
