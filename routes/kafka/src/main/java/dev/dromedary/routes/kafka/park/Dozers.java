package dev.dromedary.routes.kafka.park;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Consumers that run, and need not ask for records as long as others listen to what they read. Thread-safe. */
final class Dozers {

    private final Map<Stand, Map<TopicPartition, Long>> positions = new HashMap<>();
    private final Set<Stand> heeded = new HashSet<>();

    /**
     * One would doze.
     *
     * @param at how far it has read
     * @return whether its partitions are listened to from there, by now
     */
    synchronized boolean doze(Stand stand, Map<TopicPartition, Long> at) {
        if (!at.equals(positions.put(stand, at))) {
            heeded.remove(stand);
        }
        return heeded.contains(stand);
    }

    /** It looks after itself. */
    synchronized void rise(Stand stand) {
        positions.remove(stand);
        heeded.remove(stand);
    }

    /** What is to be listened to for them, and from where. */
    synchronized Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> all = new HashMap<>();
        positions.values().forEach(all::putAll);
        return all;
    }

    /** These are listened to from there, and nothing has come: who dozed and has another among his is roused. */
    void heed(Map<TopicPartition, Long> quiet) {
        sort(quiet).forEach(stand -> stand.parked().rouse());
    }

    private synchronized List<Stand> sort(Map<TopicPartition, Long> quiet) {
        List<Stand> roused = new ArrayList<>();
        positions.forEach((stand, at) -> {
            if (quiet.entrySet().containsAll(at.entrySet())) {
                heeded.add(stand);
            } else if (heeded.remove(stand)) {
                roused.add(stand);
            }
        });
        return roused;
    }
}
