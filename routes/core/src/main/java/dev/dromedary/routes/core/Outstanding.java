package dev.dromedary.routes.core;

import dev.dromedary.crd.Key;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** What is under way, to each function and to each of its pods. */
final class Outstanding {

    private final Map<Key, AtomicInteger> functions = new ConcurrentHashMap<>();
    private final Map<SocketAddress, AtomicInteger> pods = new ConcurrentHashMap<>();

    /** The addresses, that with the least under way first; where equal, in random order. */
    List<SocketAddress> leastFirst(List<SocketAddress> addresses) {
        if (addresses.size() < 2) {
            return addresses;
        }
        int start = ThreadLocalRandom.current().nextInt(addresses.size());
        List<SocketAddress> order = new ArrayList<>(addresses.size());
        for (int i = 0; i < addresses.size(); i++) {
            order.add(addresses.get((start + i) % addresses.size()));
        }
        order.sort(Comparator.comparingInt(address -> count(pods, address)));
        return order;
    }

    int of(Key function) {
        return count(functions, function);
    }

    void begin(Key function, SocketAddress pod) {
        increment(functions, function);
        increment(pods, pod);
    }

    void end(Key function, SocketAddress pod) {
        decrement(functions, function);
        decrement(pods, pod);
    }

    private static <K> int count(Map<K, AtomicInteger> counts, K key) {
        AtomicInteger count = counts.get(key);
        return count == null ? 0 : count.get();
    }

    private static <K> void increment(Map<K, AtomicInteger> counts, K key) {
        counts.compute(key, (k, count) -> {
            AtomicInteger present = count == null ? new AtomicInteger() : count;
            present.incrementAndGet();
            return present;
        });
    }

    /** A count that is back at nothing is forgotten: pods come and go. */
    private static <K> void decrement(Map<K, AtomicInteger> counts, K key) {
        counts.computeIfPresent(key, (k, count) -> count.decrementAndGet() == 0 ? null : count);
    }
}
