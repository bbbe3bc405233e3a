package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.routes.kinesis.lease.Position;

/** Where an event stands in its shard, and which is behind it, as far as was read. */
final class Spot {

    private final Position.After position;
    private final long arrived;
    private volatile Spot next;

    /**
     * A spot with nothing behind it.
     *
     * @param arrived when the event came to be there, in milliseconds since 1970
     */
    Spot(Position.After position, long arrived) {
        this.position = position;
        this.arrived = arrived;
    }

    Position.After position() {
        return position;
    }

    long arrived() {
        return arrived;
    }

    /** The one behind it; {@code null}: none was read. */
    Spot next() {
        return next;
    }

    void next(Spot behind) {
        next = behind;
    }
}
