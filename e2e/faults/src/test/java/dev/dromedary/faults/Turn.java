package dev.dromedary.faults;

import java.time.Duration;

/** What becomes of a watch event. */
sealed interface Turn {

    Turn PASS = new Pass();

    /** It is delivered. */
    record Pass() implements Turn {}

    /** It never arrives; those after it do. */
    record Drop() implements Turn {}

    /** It arrives twice. */
    record Repeat() implements Turn {}

    /** It arrives after the next one. */
    record Swap() implements Turn {}

    /** It and all that come after it in this stream arrive so much later. */
    record Stall(Duration time) implements Turn {}

    /** Instead of it the stream ends. */
    record Cut() implements Turn {}

    /** Instead of it {@code 410 Gone} arrives, and the stream ends. */
    record Gone() implements Turn {}

    /** From here on the stream says nothing any more, and is not closed. */
    record Silence() implements Turn {}
}
