package dev.dromedary.routes.kafka.consume;

import java.time.Instant;

/** Where a group begins to read a partition that it has no position in. */
public sealed interface StartPosition {

    /** After what is there at first: Kubeless' way. What comes into being later, a partition or topic, is read from its beginning. */
    record Latest() implements StartPosition {}

    /** With the oldest record that is kept. */
    record Earliest() implements StartPosition {}

    /** With the first record that is not older; where there is none, with the next. */
    record At(Instant time) implements StartPosition {}
}
