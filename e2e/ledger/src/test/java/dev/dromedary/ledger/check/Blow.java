package dev.dromedary.ledger.check;

/** What was done to the system, and when. */
public record Blow(long at, Kind kind, String who) {

    /** What it is. */
    public enum Kind {
        /** A process of the router was killed. */
        KILL,
        /** One was started. */
        START,
        /** One ended in good order. */
        STOP,
        /** The broker was killed. */
        BROKER,
        /** The function's port was closed, and all its connections. */
        FUNCTION
    }
}
