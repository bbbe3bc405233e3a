package dev.dromedary.routes.kinesis.consume;

import java.util.List;

/** What was read of a shard and may not be settled, and so how far the shard is behind. {@link #read} is for one thread. */
final class Trail {

    private Spot last;
    private volatile Spot first;
    private volatile Answer answer;

    /**
     * What the service said the last time.
     *
     * @param at when, in milliseconds since 1970
     * @param behind for how many milliseconds what comes next had been there then; 0: there was nothing
     */
    private record Answer(long at, long behind) {}

    /** Nothing was read; there is nothing before that moment, in milliseconds since 1970. */
    Trail(long now) {
        this.answer = new Answer(now, 0);
    }

    /**
     * An answer came.
     *
     * @param settled the last spot that is settled with all before it; {@code null}: none yet
     * @param at when, in milliseconds since 1970
     */
    void read(Cursor.Batch batch, Spot settled, long at) {
        List<KinesisEvent> events = batch.events();
        if (settled != null) {
            first = null;
        } else if (first == null && !events.isEmpty()) {
            first = events.getFirst().spot();
        }
        for (KinesisEvent event : events) {
            if (last != null) {
                last.next(event.spot());
            }
            last = event.spot();
        }
        answer = new Answer(at, batch.behind());
    }

    /**
     * For how many milliseconds what is not settled has been there, at most.
     *
     * @param settled the last spot that is settled with all before it; {@code null}: none yet
     * @param answers whether the service did, the last time: what has come since is not known, else
     */
    long behind(Spot settled, long now, boolean answers) {
        Spot open = settled == null ? first : settled.next();
        if (open != null) {
            return Math.max(0, now - open.arrived());
        }
        Answer known = answer;
        return known.behind() + (answers ? 0 : Math.max(0, now - known.at()));
    }
}
