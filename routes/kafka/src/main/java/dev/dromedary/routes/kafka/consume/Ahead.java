package dev.dromedary.routes.kafka.consume;

import java.util.Base64;
import java.util.BitSet;

/**
 * Which offsets of a partition are settled, those beyond its commit too: an event that waits for its next attempt holds the commit
 * back, and what comes after it is not to come again for that. It goes with each commit, as a bit for each offset.
 */
final class Ahead {

    /** Brokers take 4,096 characters of metadata where nobody says otherwise: of base64, these bytes. */
    private static final int MOST_BYTES = 2900;

    private static final int WIDEST = 1 << 20;

    private BitSet settled;
    private long from;
    private int count;

    /**
     * Begins with what goes with a commit.
     *
     * @param from the commit
     * @param written as {@link #after} wrote it for that commit; empty: nothing
     */
    Ahead(long from, String written) {
        this.from = from;
        this.settled = BitSet.valueOf(Base64.getUrlDecoder().decode(written));
    }

    /** This one is settled. On any thread. */
    synchronized void settle(long offset) {
        if (offset >= from && offset - from < WIDEST) {
            settled.set((int) (offset - from));
        }
        count++;
    }

    synchronized boolean isSettled(long offset) {
        return offset >= from && offset - from < WIDEST && settled.get((int) (offset - from));
    }

    /** From an offset on, nothing is settled. */
    synchronized void forget(long offset) {
        settled = new BitSet();
        from = offset;
    }

    /** How many were settled so far. */
    synchronized int count() {
        return count;
    }

    /**
     * Writes what is settled from an offset on, as far as a commit has room for it.
     *
     * @param offset the commit; what is before it is not asked for any more
     * @return in base64 for URLs; empty: nothing
     */
    synchronized String after(long offset) {
        if (offset - from >= WIDEST || offset < from) {
            forget(offset);
        } else if (offset > from) {
            int passed = (int) (offset - from);
            settled = settled.get(passed, Math.max(settled.length(), passed));
            from = offset;
        }
        byte[] bytes = settled.get(0, MOST_BYTES * Byte.SIZE).toByteArray();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
