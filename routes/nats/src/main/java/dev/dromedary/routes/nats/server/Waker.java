package dev.dromedary.routes.nats.server;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Has one thread wait until there is something to do. */
public final class Waker {

    private final Semaphore calls = new Semaphore(0);

    /** Ends the waiting, or the next that begins. On any thread. */
    public void wake() {
        calls.release();
    }

    /**
     * Waits.
     *
     * @return whether it was woken
     */
    public boolean rest(Duration longest) {
        try {
            boolean woken = calls.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
            calls.drainPermits();
            return woken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
