package dev.dromedary.routes.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Who answers which host and path: a named host before any host, a longer path before a shorter one. A look-up is one
 * probe of a hash table a path segment, however many triggers there are.
 *
 * @param <T> what is found
 */
final class HttpDirectory<T> {

    /** Nobody needs more; a longer path is looked up by its first segments. */
    private static final int MOST_SEGMENTS = 64;

    private final AtomicReference<Map<String, Map<String, T>>> hosts = new AtomicReference<>(Map.of());

    /** Lets somebody answer an address. */
    void add(HttpAddress address, T value) {
        change(address, paths -> {
            paths.put(address.path(), value);
            return paths;
        });
    }

    /** Ends that, if it is still the same. */
    void remove(HttpAddress address, T value) {
        change(address, paths -> {
            paths.remove(address.path(), value);
            return paths;
        });
    }

    /**
     * Who answers a request.
     *
     * @param host as the request names it, without port; {@code null}: it names none
     * @param path as it stands in the request line
     */
    Optional<T> find(String host, String path) {
        Map<String, Map<String, T>> now = hosts.get();
        Map<String, T> named = host == null ? null : now.get(host.toLowerCase(Locale.ROOT));
        return longest(named, path).or(() -> longest(now.get(""), path));
    }

    private static <T> Optional<T> longest(Map<String, T> paths, String path) {
        if (paths == null) {
            return Optional.empty();
        }
        String prefix = firstSegments(path);
        while (!prefix.isEmpty()) {
            T found = paths.get(prefix);
            if (found != null) {
                return Optional.of(found);
            }
            prefix = prefix.substring(0, prefix.lastIndexOf('/'));
        }
        return Optional.ofNullable(paths.get("/"));
    }

    private static String firstSegments(String path) {
        int end = 0;
        for (int i = 0; i < MOST_SEGMENTS && end >= 0 && end < path.length(); i++) {
            int next = path.indexOf('/', end + 1);
            if (next < 0) {
                return path;
            }
            end = next;
        }
        return path.substring(0, end);
    }

    /** Readers hold no lock: the maps are replaced, never altered. */
    private synchronized void change(HttpAddress address, UnaryOperator<Map<String, T>> change) {
        Map<String, Map<String, T>> all = new HashMap<>(hosts.get());
        Map<String, T> paths = change.apply(new HashMap<>(all.getOrDefault(address.host(), Map.of())));
        if (paths.isEmpty()) {
            all.remove(address.host());
        } else {
            all.put(address.host(), paths);
        }
        hosts.set(all);
    }
}
