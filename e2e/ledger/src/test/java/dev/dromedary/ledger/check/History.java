package dev.dromedary.ledger.check;

import java.util.List;

/**
 * All that was written down of a run which has come to rest.
 *
 * @param sent in the order in which they were acknowledged
 * @param delivered in the order in which they were written
 * @param samples the oldest first
 * @param blows the oldest first
 * @param counters of the routers that ran at the end
 */
public record History(
        List<Sent> sent,
        List<Delivered> delivered,
        List<Lettered> letters,
        List<Sample> samples,
        List<Blow> blows,
        List<Counters> counters) {}
