package dev.dromedary.routes.nats.consume;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a consumer of a stream is to be like.
 *
 * @param start where it begins, if it is made
 * @param ackWait how long the server waits before it hands a message out again; empty: as it is, or as the server likes
 * @param maxAckPending messages that may be unsettled; empty: as it is, or as the server likes
 */
public record Terms(Start start, Optional<Duration> ackWait, Optional<Integer> maxAckPending) {

    /** Where a consumer begins that is made. */
    public sealed interface Start {}

    /** After what is there. */
    public record New() implements Start {}

    /** With the oldest message that is kept. */
    public record All() implements Start {}

    /** With the first message that is not older. */
    public record At(Instant time) implements Start {}
}
