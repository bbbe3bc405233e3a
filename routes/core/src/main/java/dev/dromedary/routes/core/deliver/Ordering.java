package dev.dromedary.routes.core.deliver;

/** Which events are delivered strictly one after another. */
public enum Ordering {
    /** None. */
    NONE,
    /** Those with equal keys. */
    KEY,
    /** All of a partition, shard or subscription. */
    SOURCE
}
