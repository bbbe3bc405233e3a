package dev.dromedary.routes.kafka.consume;

import java.time.Duration;

/**
 * How long a consumer takes for what.
 *
 * @param commit how often it commits what is settled: what was settled since then comes again after a kill
 * @param soon how often it commits where much is settled
 * @param drain how long it waits for what is under way when a partition goes to another copy
 * @param look how often it looks for topics, and at how far behind it is
 * @param stall how long records may be there that do not come, before it begins anew
 * @param answer how long it waits for brokers where it must have an answer
 * @param patience the longest pause after something went wrong
 * @param session how long brokers hear nothing of a copy before they give its partitions to others
 */
public record Timing(
        Duration commit,
        Duration soon,
        Duration drain,
        Duration look,
        Duration stall,
        Duration answer,
        Duration patience,
        Duration session) {

    /** What holds where nobody says anything else. */
    public static final Timing DEFAULT = new Timing(
            Duration.ofMillis(100),
            Duration.ofMillis(25),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(90),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30));
}
