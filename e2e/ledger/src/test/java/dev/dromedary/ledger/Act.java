package dev.dromedary.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Something that is done to the system.
 *
 * @param after so many events were taken
 */
record Act(int after, What what, String copy) {

    /** What it is. */
    enum What {
        /** A copy is killed, and started again with its name. */
        KILL,
        /** A copy is killed for good: the others get what it had when its session is over. */
        LOSE,
        /** Another copy begins. */
        JOIN,
        /** A copy ends in good order. */
        LEAVE,
        /** The function's port closes, and opens again. */
        FUNCTION,
        /** The broker is killed, and started again. */
        BROKER
    }

    /** Whether a process of the router dies of it. */
    boolean isKill() {
        return what == What.KILL || what == What.LOSE;
    }

    static final String FIRST = "a";
    static final String SECOND = "b";

    /** At which part of the run what else is done. */
    private static final double JOINS = 0.25;

    private static final double LEAVES = 0.5;
    private static final double JOINS_AGAIN = 0.6;
    private static final double LOST = 0.7;

    /**
     * All that is done in a run, in order: kills over all of it, each at some time in its own part of the run.
     *
     * @param size how many events, and kills
     */
    static List<Act> drawn(Size size, Random random) {
        List<Act> acts = new ArrayList<>();
        double part = 0.97 / size.kills();
        for (int i = 0; i < size.kills() - 1; i++) {
            double at = 0.01 + (i + random.nextDouble()) * part;
            boolean both = (at > JOINS && at < LEAVES) || (at > JOINS_AGAIN && at < LOST);
            acts.add(size.act(at, What.KILL, both && random.nextInt(3) == 0 ? SECOND : FIRST));
        }
        acts.add(size.act(JOINS, What.JOIN, SECOND));
        acts.add(size.act(LEAVES, What.LEAVE, SECOND));
        acts.add(size.act(JOINS_AGAIN, What.JOIN, SECOND));
        acts.add(size.act(LOST, What.LOSE, SECOND));
        for (int i = 0; i < size.falls(); i++) {
            acts.add(size.act(random.nextDouble() * 0.95, What.FUNCTION, ""));
        }
        for (int i = 0; i < size.brokerKills(); i++) {
            acts.add(size.act((i + 0.5) / size.brokerKills() * 0.9, What.BROKER, ""));
        }
        acts.sort(Comparator.comparingInt(Act::after));
        return acts;
    }
}
