package dev.dromedary.routes.cron;

import java.time.Instant;
import java.util.List;

/**
 * What is done about ticks that are due, where some may still be under way.
 *
 * @param begin those to claim and fire, the oldest first
 * @param skip those that are left out, for another is under way
 * @param replaces whether those under way are given up
 * @param upTo the newest tick that is dealt with by this
 */
record Taking(List<Instant> begin, List<Instant> skip, boolean replaces, Instant upTo) {

    /** So many may be under way; what comes then waits, and is missed in the end. */
    static final int MOST_ACTIVE = 10;

    /**
     * What is to be done.
     *
     * @param active how many are under way
     * @param since what was dealt with before
     */
    static Taking of(Agenda agenda, Terms terms, int active, Instant since) {
        List<Instant> due = agenda.due();
        if (due.isEmpty()) {
            return new Taking(List.of(), List.of(), false, agenda.newest());
        }
        boolean all = terms.missed() == Terms.Missed.ALL;
        return switch (terms.overlap()) {
            case ALLOW -> some(due, MOST_ACTIVE - active, agenda, since);
            case REPLACE -> new Taking(last(due), allButLast(due), active > 0, agenda.newest());
            case FORBID -> {
                if (all) {
                    yield some(due, active > 0 ? 0 : 1, agenda, since);
                }
                yield active > 0
                        ? new Taking(List.of(), due, false, agenda.newest())
                        : new Taking(last(due), allButLast(due), false, agenda.newest());
            }
        };
    }

    private static Taking some(List<Instant> due, int room, Agenda agenda, Instant since) {
        if (room >= due.size()) {
            return new Taking(due, List.of(), false, agenda.newest());
        }
        List<Instant> begin = due.subList(0, Math.max(0, room));
        return new Taking(List.copyOf(begin), List.of(), false, begin.isEmpty() ? since : begin.getLast());
    }

    private static List<Instant> last(List<Instant> due) {
        return List.of(due.getLast());
    }

    private static List<Instant> allButLast(List<Instant> due) {
        return List.copyOf(due.subList(0, due.size() - 1));
    }
}
