package dev.dromedary.routes.core.deliver;

/** When the source is told that an event is done with. */
public enum Mode {
    /** Once the function has answered with success, or the event is kept in the dead-letter target. */
    AT_LEAST_ONCE,
    /** As the function is called, once, whatever comes of it: Kubeless' way. */
    AT_MOST_ONCE
}
