package dev.dromedary.routes.kinesis.consume;

import java.time.Duration;

/**
 * How long a consumer takes for what.
 *
 * @param turn how often it looks at the table of shards
 * @param checkpoint how often at most it writes there what is settled: what was settled since then comes again after a kill
 * @param list how often it asks for the stream's shards
 * @param pause between two questions for a shard's records, at least: AWS answers five a second, of all who ask
 * @param idle the same where nothing comes, at most
 * @param calm how long nothing has come to a shard that is at rest
 * @param rest between two questions for the records of such a one, at most
 * @param drain how long it waits for what is under way when a shard goes to another copy
 * @param patience the longest pause after something went wrong
 */
public record Timing(
        Duration turn,
        Duration checkpoint,
        Duration list,
        Duration pause,
        Duration idle,
        Duration calm,
        Duration rest,
        Duration drain,
        Duration patience) {

    /** What holds where nobody says anything else. */
    public static final Timing DEFAULT = new Timing(
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(30),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15));
}
