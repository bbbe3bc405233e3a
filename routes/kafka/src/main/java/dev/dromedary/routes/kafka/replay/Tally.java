package dev.dromedary.routes.kafka.replay;

/**
 * What became of letters.
 *
 * @param asked letters that there were to go through
 * @param done the function took them
 * @param failed it did not, and they are in the topic again
 * @param others they are of another trigger or function
 */
record Tally(long asked, long done, long failed, long others) {

    static final Tally NONE = new Tally(0, 0, 0, 0);

    Tally and(Tally other) {
        return new Tally(asked + other.asked, done + other.done, failed + other.failed, others + other.others);
    }
}
