package dev.dromedary.routes.http;

/**
 * How much there may be at a door at a time, whatever triggers allow.
 *
 * @param connections of clients that are open; another one is closed as it comes
 * @param requests under way, conversations of WebSockets among them; more are answered 503
 */
public record Bounds(int connections, int requests) {

    /** What a router of 256 MiB holds. */
    public static final Bounds DEFAULT = new Bounds(10_000, 5_000);

    /**
     * Whether one more of a trigger's requests is let in: a trigger may have as many under way as are left for everybody.
     * So one alone gets half of all, two a third each, and whoever comes next always finds room (the dynamic thresholds of
     * Choudhury and Hahne, 1998).
     *
     * @param ofTrigger its requests that are under way, this one among them
     * @param ofAll everybody's, this one among them
     */
    boolean letIn(int ofTrigger, int ofAll) {
        return ofTrigger <= requests - ofAll + 1;
    }
}
