package dev.dromedary.routes.core.deliver;

/** What becomes of an event that its function does not take, and that no dead-letter target keeps. */
public enum OnExhausted {
    /** It is tried again, at the longest interval, until it is taken. What comes after it in its order waits. */
    HOLD,
    /** It is given up, and counted. */
    DROP
}
