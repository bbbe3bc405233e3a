package dev.dromedary.ledger.check;

import java.util.Map;

/**
 * How far the group was at a time: ledger C.
 *
 * @param at when the answer was there
 * @param committed for each partition; none for one that has none
 * @param letters how far each partition of the dead letters' topic was written, asked for after that
 */
public record Sample(long at, Map<Integer, Long> committed, Map<Integer, Long> letters) {}
