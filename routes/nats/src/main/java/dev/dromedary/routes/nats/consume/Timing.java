package dev.dromedary.routes.nats.consume;

import java.time.Duration;

/**
 * How long a consumer takes for what.
 *
 * @param drain how long it waits for what is under way when it ends
 * @param pull how long a request for messages waits for them
 * @param look how often it looks how far behind it is, and for a stream that is missing
 * @param calm how long after messages were given up it says so
 * @param patience the longest pause after something went wrong
 */
public record Timing(Duration drain, Duration pull, Duration look, Duration calm, Duration patience) {

    /** What holds where nobody says anything else. */
    public static final Timing DEFAULT = new Timing(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(15));
}
