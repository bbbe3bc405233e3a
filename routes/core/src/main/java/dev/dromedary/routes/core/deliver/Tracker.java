package dev.dromedary.routes.core.deliver;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a lane may commit: events are settled in any order, and the source is told the last one before which nothing is open. Positions
 * need not be dense, nor comparable; they are as old as they came. For one thread but for {@link #settled()}.
 */
final class Tracker {

    private final boolean inOrder;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private volatile Object settled;
    private int open;

    /** Where one event stands. */
    static final class Mark {

        private final Object position;
        private boolean settled;

        private Mark(Object position) {
            this.position = position;
        }
    }

    /**
     * Nothing yet.
     *
     * @param inOrder whether the source commits positions; else it settles each event by itself, and nothing waits for those before
     */
    Tracker(boolean inOrder) {
        this.inOrder = inOrder;
    }

    /** The next event of the source. */
    Mark add(Object position) {
        Mark mark = new Mark(position);
        if (inOrder) {
            marks.add(mark);
        }
        open++;
        return mark;
    }

    /**
     * An event is settled; a second time it makes no difference.
     *
     * @return by how many events {@link #settled()} moved
     */
    int settle(Mark mark) {
        if (mark.settled) {
            return 0;
        }
        mark.settled = true;
        open--;
        if (!inOrder) {
            settled = mark.position;
            return 1;
        }
        int moved = 0;
        while (!marks.isEmpty() && marks.peek().settled) {
            settled = marks.poll().position;
            moved++;
        }
        return moved;
    }

    /** The position of the last event such that it, and all before it, are settled; {@code null}: none yet. */
    Object settled() {
        return settled;
    }

    /** How many are not settled. */
    int open() {
        return open;
    }
}
