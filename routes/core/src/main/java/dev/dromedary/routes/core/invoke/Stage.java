package dev.dromedary.routes.core.invoke;

/** How far an {@link Invocation} has come. */
enum Stage {
    CHOOSING,
    WAITING,
    CONNECTING,
    SENT,
    ANSWERED,
    OVER
}
