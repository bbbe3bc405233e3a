package dev.dromedary.routes.core.deliver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/** What of a lane waits for its delivery: strands, of which those that may go on stand in line. For one thread. */
final class Backlog {

    private static final Object ALL = new Object();

    private final Ordering ordering;
    private final Map<Object, Strand> strands = new HashMap<>();
    private final Deque<Strand> ready = new ArrayDeque<>();
    private final PriorityQueue<Strand> later =
            new PriorityQueue<>(Comparator.comparingLong(strand -> strand.head().due()));
    private int waiting;
    private long bytes;

    Backlog(Ordering ordering) {
        this.ordering = ordering;
    }

    /** The strand that an event belongs to. */
    Strand strand(Event event) {
        Object key =
                switch (ordering) {
                    case NONE -> null;
                    case KEY -> event.key();
                    case SOURCE -> ALL;
                };
        return key == null ? new Strand(null) : strands.computeIfAbsent(key, Strand::new);
    }

    /** An event that just came. */
    void add(Item item, long now) {
        Strand strand = item.strand();
        boolean first = strand.head() == null;
        item.due(now);
        strand.add(item);
        waiting++;
        bytes += item.size();
        if (first && !strand.isBusy()) {
            ready.add(strand);
        }
    }

    /** Whether something may go on now. */
    boolean isReady(long now) {
        wake(now);
        return !ready.isEmpty();
    }

    /** When something may go on that may not now; empty: nothing. */
    OptionalLong next() {
        return later.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(later.peek().head().due());
    }

    /** From when on there is nothing to wait for that could go out with them: there is enough for a call, or the first waited long enough. */
    long full(Batching batching) {
        Item first = ready.peek().head();
        return !batching.isOn() || first.isSuspect() || waiting >= batching.size() || bytes >= batching.bytes()
                ? first.due()
                : first.due() + batching.window().toMillis();
    }

    private void wake(long now) {
        while (!later.isEmpty() && later.peek().head().due() <= now) {
            ready.add(later.poll());
        }
    }

    /** Takes what goes out with one call; their strands are busy until all of them are {@link #back}. Only where {@link #isReady}. */
    List<Item> take(Batching batching) {
        List<Item> taken = new ArrayList<>(Math.min(batching.size(), Math.max(1, waiting)));
        Load load = new Load(batching, ready.peek().head().isSuspect());
        while (!ready.isEmpty() && load.takes(ready.peek().head())) {
            Strand strand = ready.poll();
            for (Iterator<Item> items = strand.items(); items.hasNext(); ) {
                Item item = items.next();
                if (item.isSettled()) {
                    continue;
                }
                if (!load.takes(item)) {
                    break;
                }
                load.add(item);
                strand.out();
                bytes -= item.size();
                taken.add(item);
            }
        }
        waiting -= taken.size();
        return taken;
    }

    /** One of those that were taken is back: settled, or to be tried again when it is due. */
    void back(Item item) {
        Strand strand = item.strand();
        strand.back();
        if (!item.isSettled()) {
            waiting++;
            bytes += item.size();
        }
        if (strand.isBusy()) {
            return;
        }
        if (strand.head() != null) {
            later.add(strand);
        } else if (strand.key() != null) {
            strands.remove(strand.key());
        }
    }

    /** What one call can carry. */
    private static final class Load {

        private final Batching batching;
        private final boolean suspects;
        private int most;
        private int count;
        private long bytes;

        Load(Batching batching, boolean suspects) {
            this.batching = batching;
            this.suspects = suspects;
            this.most = batching.size();
        }

        /** Whether one more fits. Those that were in a batch that failed go by themselves, in smaller ones. */
        boolean takes(Item item) {
            return count == 0
                    || (item.isSuspect() == suspects
                            && count < Math.min(most, item.within())
                            && bytes + item.size() <= batching.bytes());
        }

        void add(Item item) {
            most = Math.min(most, item.within());
            count++;
            bytes += item.size();
        }
    }
}
