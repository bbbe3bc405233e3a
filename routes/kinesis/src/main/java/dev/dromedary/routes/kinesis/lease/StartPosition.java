package dev.dromedary.routes.kinesis.lease;

import java.time.Instant;

/** Where a trigger begins that has read nothing yet. */
public sealed interface StartPosition {

    /** With what comes from now on: Kubeless' way. Shards that come into being later are read from their beginning. */
    record Latest() implements StartPosition {}

    /** With the oldest record that is kept. */
    record Earliest() implements StartPosition {}

    /** With the first record that is not older. */
    record From(Instant time) implements StartPosition {}
}
