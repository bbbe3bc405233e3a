package dev.dromedary.runtime;

import io.kubeless.Context;
import io.kubeless.Event;

/** The user's function. */
@FunctionalInterface
interface Handler {

    Object call(Event event, Context context) throws Throwable;

    /** What the function gets for a request, before its call begins; throws Refusal where there shall be no call. */
    @SuppressWarnings("unused") // a language may tell its functions who asks
    default Event event(String peer, Head head, byte[] body) throws Refusal {
        return Events.of(head, body);
    }
}
