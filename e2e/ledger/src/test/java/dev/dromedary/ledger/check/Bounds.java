package dev.dromedary.ledger.check;

/**
 * How much is too much.
 *
 * @param duplicates of all events, the part that may be taken again, each time counted
 * @param hits of all kills, the part that must hit while events are under way
 */
public record Bounds(double duplicates, double hits) {}
