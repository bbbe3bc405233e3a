package dev.dromedary.ledger;

/**
 * How much is done in a run.
 *
 * @param kills of a router's process
 */
record Size(int events, int kills) {

    private static final int KILLS_A_FALL = 5;
    private static final int KILLS_A_BROKER_KILL = 20;

    /** As the build was told: {@code -Ddromedary.events}, {@code -Ddromedary.kills}. */
    static Size told() {
        return new Size(Integer.getInteger("dromedary.events", 100_000), Integer.getInteger("dromedary.kills", 20));
    }

    /** How often the function's port closes. */
    int falls() {
        return Math.max(1, kills / KILLS_A_FALL);
    }

    int brokerKills() {
        return Math.max(1, kills / KILLS_A_BROKER_KILL);
    }

    /** How many events may wait: there are always some when something is done, and not so many that all is over before a copy has started. */
    int ahead() {
        return events / (kills + 1);
    }

    /** Something that is done when that part of the run is over. */
    Act act(double part, Act.What what, String copy) {
        return new Act((int) (events * part), what, copy);
    }
}
