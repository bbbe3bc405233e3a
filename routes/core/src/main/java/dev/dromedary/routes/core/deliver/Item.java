package dev.dromedary.routes.core.deliver;

/** An event in a lane, and how far its delivery is. */
final class Item {

    /** What an attempt has to do with it. */
    enum Part {
        /** The function is called with it. */
        WANTED,
        /** The function does not want it. */
        UNWANTED,
        /** It is too old. */
        EXPIRED
    }

    private final Event event;
    private final Tracker.Mark mark;
    private final Strand strand;
    private final int size;
    private boolean settled;
    private Part part = Part.WANTED;
    private int attempts;
    private int within = Integer.MAX_VALUE;
    private boolean held;
    private boolean mailed;
    private String why = "";
    private long due;

    Item(Event event, Tracker.Mark mark, Strand strand) {
        this.event = event;
        this.mark = mark;
        this.strand = strand;
        this.size = event.body().length;
    }

    Event event() {
        return event;
    }

    Tracker.Mark mark() {
        return mark;
    }

    Strand strand() {
        return strand;
    }

    /** Of its body, in bytes. */
    int size() {
        return size;
    }

    boolean isSettled() {
        return settled;
    }

    void settled() {
        settled = true;
    }

    /** Its part in the attempt that is under way. */
    Part part() {
        return part;
    }

    void part(Part now) {
        part = now;
    }

    /** How often the function was called with it, and did not take it. */
    int attempts() {
        return attempts;
    }

    void failed(String because) {
        attempts++;
        why = because;
    }

    void putOff(String because) {
        why = because;
    }

    /** Why it was not taken, the last time. */
    String why() {
        return why;
    }

    /** The largest batch that it may be in: less than any where one failed that it was in. */
    int within() {
        return within;
    }

    /** A batch of so many failed that it was in. */
    void halve(int batch) {
        within = Math.max(1, batch / 2);
    }

    boolean isSuspect() {
        return within < Integer.MAX_VALUE;
    }

    /** Whether it is tried on and on, for nobody else wants it. */
    boolean isHeld() {
        return held;
    }

    void hold(boolean now) {
        held = now;
    }

    /** Whether it is on its way to the dead-letter target, and of no attempt any more. */
    boolean isMailed() {
        return mailed;
    }

    void mailed(boolean now) {
        mailed = now;
    }

    /** Not before then, in milliseconds. */
    long due() {
        return due;
    }

    void due(long millis) {
        due = millis;
    }
}
