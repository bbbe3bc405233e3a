package dev.dromedary.routes.http.auth;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What was lately seen, each for its time; where there is no more room, the oldest is forgotten first. */
final class Recent<V> {

    private final int most;
    private final Map<String, Seen<V>> all = new LinkedHashMap<>();

    private record Seen<V>(V value, Instant until) {}

    /** Nothing yet, and never more than so many. */
    Recent(int most) {
        this.most = most;
    }

    /** What was added under this key, if its time is not over. */
    synchronized Optional<V> find(String key, Instant now) {
        return Optional.ofNullable(all.get(key))
                .filter(seen -> !now.isAfter(seen.until()))
                .map(Seen::value);
    }

    /** Adds something; false: it is there already. */
    synchronized boolean add(String key, V value, Instant until, Instant now) {
        if (find(key, now).isPresent()) {
            return false;
        }
        all.remove(key);
        makeRoom(now);
        all.put(key, new Seen<>(value, until));
        return true;
    }

    /** Forgets it at once. */
    synchronized void remove(String key) {
        all.remove(key);
    }

    synchronized int size() {
        return all.size();
    }

    private void makeRoom(Instant now) {
        Iterator<Seen<V>> oldest = all.values().iterator();
        while (oldest.hasNext()) {
            Seen<V> seen = oldest.next();
            if (all.size() < most && !now.isAfter(seen.until())) {
                return;
            }
            oldest.remove();
        }
    }
}
