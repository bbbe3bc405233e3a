package dev.dromedary.routes.core.deliver;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How much a lane holds: the source's thread adds to it, the lane's takes from it. */
final class Space {

    /** Of all lanes of a flow together, where these are not too many. */
    private static final int MOST_OPEN = 2000;

    private static final int MOST_BATCHES = 4;
    private static final int LEAST_OPEN = 100;
    private static final int LEAST_BATCHES = 2;
    private static final int WIDEST_SPAN = 20_000;
    private static final long MOST_BYTES = 16L << 20;

    private final Flow flow;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger span = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean awaited;

    Space(Flow flow) {
        this.flow = flow;
    }

    void add(List<? extends Event> events) {
        long size = 0;
        for (Event event : events) {
            size += event.body().length;
        }
        open.addAndGet(events.size());
        span.addAndGet(events.size());
        bytes.addAndGet(size);
    }

    /** An event is settled. */
    void settled(Item item) {
        open.decrementAndGet();
        bytes.addAndGet(-item.size());
    }

    /** What is settled for good has moved by so many events. */
    void passed(int moved) {
        span.addAndGet(-moved);
    }

    /** Events that are not settled. */
    int open() {
        return open.get();
    }

    /** Whether the source should wait; if so, {@link #hasRoomAgain} says once when it need not any more. */
    boolean isFull() {
        awaited = true;
        boolean full = isFull(1);
        awaited = full;
        return full;
    }

    boolean hasRoomAgain() {
        if (!awaited || isFull(2)) {
            return false;
        }
        awaited = false;
        return true;
    }

    /** Whether a part of the space, such as a half (2), is taken. */
    private boolean isFull(int part) {
        return open.get() >= mostOpen() / part || span.get() >= WIDEST_SPAN / part || bytes.get() >= MOST_BYTES / part;
    }

    /** What is held costs memory, whether it is of one lane or of many. */
    private int mostOpen() {
        int batch = flow.delivery().batching().size();
        int share = Math.max(MOST_OPEN, MOST_BATCHES * batch) / flow.lanes();
        return Math.max(share, Math.max(LEAST_OPEN, LEAST_BATCHES * batch));
    }
}
