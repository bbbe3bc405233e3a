package dev.dromedary.faults;

import java.time.Duration;

/** What becomes of a request. */
sealed interface Fate {

    /** It is carried out and answered. */
    Fate FORWARD = new Forward();

    /** As if no proxy were there. */
    record Forward() implements Fate {}

    /** The controller is killed, and the request never carried out. */
    record KillBefore() implements Fate {}

    /** The request is carried out; the controller is killed before it hears so. */
    record KillAfter() implements Fate {}

    /** The request is carried out; instead of the answer the connection is cut. */
    record LoseAnswer() implements Fate {}

    /** The request is not carried out but answered so. */
    record Refuse(int status, String reason) implements Fate {}

    /** The request is carried out after a while. */
    record Wait(Duration time) implements Fate {}

    /** The request is carried out, and answered after a while. */
    record WaitAnswer(Duration time) implements Fate {}

    /** A list is answered as it was when the fault was armed. */
    record Past() implements Fate {}
}
