package dev.dromedary.routes.core.held;

/** When what gives trouble is tried again: at first at each turn, then seldomer. */
public final class Turns {

    private static final int LONGEST_PAUSE = 10;

    private int pause = 1;
    private int turns;

    /** It is another turn: whether to try again. */
    public synchronized boolean due(boolean trouble) {
        if (!trouble) {
            pause = 1;
            turns = 0;
            return false;
        }
        if (++turns < pause) {
            return false;
        }
        pause = Math.min(LONGEST_PAUSE, pause * 2);
        turns = 0;
        return true;
    }
}
