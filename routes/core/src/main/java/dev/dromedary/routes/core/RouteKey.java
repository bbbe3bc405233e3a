package dev.dromedary.routes.core;

/** Which route: a trigger has one, or one for each function that it selects. */
public sealed interface RouteKey permits TriggerId, Branch {

    /** Whose route it is. */
    TriggerId trigger();

    /** The id of the Camel route. */
    String routeId();
}
