package dev.dromedary.routes.core;

/** The route of a trigger to one of the functions that it selects: each gets every event, at its own pace. */
public record Branch(TriggerId trigger, String function) implements RouteKey {

    /** Such as {@code kafkatrigger/default/orders/bill}. */
    @Override
    public String routeId() {
        return trigger.routeId() + "/" + function;
    }

    @Override
    public String toString() {
        return routeId();
    }
}
