package dev.dromedary.routes.http;

import java.util.concurrent.atomic.AtomicLong;

/** Memory that all requests share for what has to be whole before it goes on. */
final class Budget {

    private final AtomicLong left;

    /** So many bytes. */
    Budget(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** Takes so many bytes, if there are as many. */
    boolean take(long bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    /** Gives them back. */
    void give(long bytes) {
        left.addAndGet(bytes);
    }
}
