package dev.dromedary.routes.kinesis.lease;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which copy is to read which shard: equally many each, give or take one, and as many as can be stay where they are. Pure. */
final class Spread {

    private Spread() {}

    /**
     * Spreads shards over copies. Whoever asks gets the same.
     *
     * @param shards with who reads them now; {@code null}: nobody
     * @param readers at least one
     * @param seed another one for another trigger: so that not one copy gets the odd shard of all of them
     * @return to whom each should be
     */
    static Map<String, String> of(SortedMap<String, String> shards, List<String> readers, String seed) {
        Map<String, List<String>> held = new TreeMap<>();
        readers.forEach(reader -> held.put(reader, new ArrayList<>()));
        shards.forEach((shard, holder) -> {
            if (holder != null && held.containsKey(holder)) {
                held.get(holder).add(shard);
            }
        });
        List<String> order = readers.stream()
                .sorted(Comparator.comparing(
                                (String reader) -> -held.get(reader).size())
                        .thenComparing(reader -> (seed + reader).hashCode())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        Map<String, Integer> quotas = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            quotas.put(order.get(i), shards.size() / order.size() + (i < shards.size() % order.size() ? 1 : 0));
        }
        return fill(order, quotas, held, shards.keySet());
    }

    /** First those that stay; then the rest, to whoever has room. */
    private static Map<String, String> fill(
            List<String> order, Map<String, Integer> quotas, Map<String, List<String>> held, Set<String> shards) {
        Map<String, String> spread = new HashMap<>();
        for (String reader : order) {
            held.get(reader).stream().limit(quotas.get(reader)).forEach(shard -> spread.put(shard, reader));
        }
        Deque<String> rest = new ArrayDeque<>(
                shards.stream().filter(shard -> !spread.containsKey(shard)).toList());
        for (String reader : order) {
            for (int has = Math.min(held.get(reader).size(), quotas.get(reader)); has < quotas.get(reader); has++) {
                spread.put(rest.remove(), reader);
            }
        }
        return spread;
    }
}
