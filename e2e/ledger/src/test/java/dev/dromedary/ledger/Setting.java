package dev.dromedary.ledger;

import java.time.Duration;

/** What all runs have in common. */
final class Setting {

    static final String TOPIC = "events";
    static final int PARTITIONS = 8;
    /** How long a function may take to answer. */
    static final Duration TIMEOUT = Duration.ofSeconds(1);
    /** How often the function is called with an event before that is a dead letter. */
    static final int ATTEMPTS = 3;

    private Setting() {}
}
