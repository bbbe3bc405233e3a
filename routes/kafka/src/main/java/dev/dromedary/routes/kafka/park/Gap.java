package dev.dromedary.routes.kafka.park;

/**
 * A partition whose end is not where its group has committed.
 *
 * @param committed {@link #NOTHING}: the group has no position there
 */
record Gap(long committed, long end) {

    static final long NOTHING = -1;

    boolean isUnbegun() {
        return committed == NOTHING;
    }
}
