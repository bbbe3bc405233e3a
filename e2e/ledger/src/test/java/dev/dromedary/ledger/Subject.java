package dev.dromedary.ledger;

import dev.dromedary.ledger.check.Counters;
import java.nio.file.Path;
import java.util.Optional;

/** What is put to the proof: it takes the records of a topic to the function, in processes that can be killed. */
interface Subject extends AutoCloseable {

    /** Its consumer group. */
    String group();

    /** Where its dead letters are. */
    String letters();

    /** Starts one of its processes; nothing is waited for. */
    Process start(String copy, Path log);

    /** How many events one has brought to the function since it was started, as far as can be told: more of them than before were not committed a moment ago. */
    long brought(String copy);

    /** What one counted since it was started; empty: it does not count. */
    Optional<Counters> counters(String copy);

    @Override
    void close();
}
