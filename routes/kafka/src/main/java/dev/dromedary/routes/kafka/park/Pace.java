package dev.dromedary.routes.kafka.park;

import java.time.Duration;

/**
 * How long parking takes for what.
 *
 * @param idle how long nothing has come to a consumer before it is parked
 * @param begun the same for one that nothing has come to since it began
 * @param look how often ends of partitions are looked at
 * @param topics how often it is looked which partitions there are
 * @param share how long records may be there that other members of the group do not get done, before a consumer joins them
 * @param refresh how long a group may be without members: brokers forget what such a one has committed, after days
 * @param answer how long brokers may take to answer
 * @param hold how long they hold a request for what is listened to, where nothing comes
 */
public record Pace(
        Duration idle,
        Duration begun,
        Duration look,
        Duration topics,
        Duration share,
        Duration refresh,
        Duration answer,
        Duration hold) {

    /** What holds where nobody says anything else. */
    public static final Pace DEFAULT = new Pace(
            Duration.ofMinutes(1),
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofHours(12),
            Duration.ofSeconds(5),
            Duration.ofSeconds(4));

    private static final Duration EACH = Duration.ofMillis(2);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** The pause between two looks at so many partitions: looking at many costs as little as looking at some. */
    Duration between(int partitions) {
        Duration fair = EACH.multipliedBy(partitions);
        Duration capped = fair.compareTo(LONGEST) < 0 ? fair : LONGEST;
        return capped.compareTo(look) < 0 ? look : capped;
    }
}
