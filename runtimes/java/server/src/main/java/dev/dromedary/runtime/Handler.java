package dev.dromedary.runtime;

import io.kubeless.Context;
import io.kubeless.Event;

/** The user's function. */
@FunctionalInterface
interface Handler {

    Object call(Event event, Context context) throws Throwable;
}
