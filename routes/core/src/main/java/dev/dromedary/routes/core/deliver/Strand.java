package dev.dromedary.routes.core.deliver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Events of a lane that are delivered strictly one after another. */
final class Strand {

    private final Object key;
    private final Deque<Item> items = new ArrayDeque<>(2);
    private int underWay;

    /**
     * An empty one.
     *
     * @param key {@code null}: it is for a single event, and nobody looks for it
     */
    Strand(Object key) {
        this.key = key;
    }

    Object key() {
        return key;
    }

    void add(Item item) {
        items.add(item);
    }

    /** Those that are left, the first first; settled ones may be among them, but for the first. */
    Iterator<Item> items() {
        return items.iterator();
    }

    /** The next one; {@code null}: none. */
    Item head() {
        while (!items.isEmpty() && items.peek().isSettled()) {
            items.poll();
        }
        return items.peek();
    }

    /** Whether events of it are under way: what follows them waits. */
    boolean isBusy() {
        return underWay > 0;
    }

    /** One more of its events is under way. */
    void out() {
        underWay++;
    }

    /** One of them is back. */
    void back() {
        underWay--;
    }
}
