package dev.dromedary.ledger.check;

/** What the function made of a call. */
public enum Answer {
    /** 200. */
    TAKEN,
    /** 500. */
    FAILED,
    /** 429, with {@code Retry-After}. */
    PUT_OFF,
    /** 400. */
    REFUSED,
    /** The connection was reset instead. */
    RESET,
    /** Answered when nobody waited any more. */
    LATE;

    /** Whether it counts as an attempt that failed. */
    boolean isFailure() {
        return this == FAILED || this == RESET || this == LATE;
    }
}
