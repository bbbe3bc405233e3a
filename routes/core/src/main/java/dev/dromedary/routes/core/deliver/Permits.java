package dev.dromedary.routes.core.deliver;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many calls may be under way, for lanes on different threads. Who gets none is told when there may be one again. */
final class Permits {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int used;

    /**
     * Takes one.
     *
     * @param limit how many there are, now
     * @param again called once, on any thread, where there was none and there may be one
     */
    synchronized boolean take(int limit, Runnable again) {
        if (used < limit) {
            used++;
            return true;
        }
        if (!waiting.contains(again)) {
            waiting.add(again);
        }
        return false;
    }

    /** Gives one back. */
    void free() {
        synchronized (this) {
            used--;
        }
        wake();
    }

    /** Somebody else may take one that was offered and is not needed. */
    void wake() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
        }
        if (next != null) {
            next.run();
        }
    }

    /** Somebody is gone. */
    synchronized void forget(Runnable again) {
        waiting.remove(again);
    }

    synchronized int used() {
        return used;
    }
}
