package dev.dromedary.routes.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who answers which host and path: a named host before {@code *.domain} before any host; there an exact path before a
 * prefix, and a longer one before a shorter one. A look-up is one probe of a hash table a path segment, however many
 * triggers there are.
 *
 * @param <T> what is found
 */
final class HttpDirectory<T> {

    /** Nobody needs more; a longer path is looked up by its first segments. */
    private static final int MOST_SEGMENTS = 64;

    private final Map<String, Paths<T>> hosts = new ConcurrentHashMap<>();

    /** Of one host; never altered, so that readers hold no lock. */
    private record Paths<T>(Map<String, T> exact, Map<String, T> prefixes) {

        static <T> Paths<T> none() {
            return new Paths<>(Map.of(), Map.of());
        }

        Paths<T> with(HttpAddress address, T value) {
            Map<String, T> changed = new HashMap<>(of(address));
            changed.put(address.path(), value);
            return with(address.exact(), changed);
        }

        Paths<T> without(HttpAddress address, T value) {
            Map<String, T> changed = new HashMap<>(of(address));
            changed.remove(address.path(), value);
            return with(address.exact(), changed);
        }

        private Map<String, T> of(HttpAddress address) {
            return address.exact() ? exact : prefixes;
        }

        private Paths<T> with(boolean ofExact, Map<String, T> changed) {
            return ofExact ? new Paths<>(changed, prefixes) : new Paths<>(exact, changed);
        }

        boolean isEmpty() {
            return exact.isEmpty() && prefixes.isEmpty();
        }

        T find(String path) {
            T found = exact.isEmpty() ? null : exact.get(path);
            return found == null ? longest(path) : found;
        }

        private T longest(String path) {
            String prefix = prefixes.size() == 1 && prefixes.containsKey("/") ? "" : firstSegments(path);
            while (!prefix.isEmpty()) {
                T found = prefixes.get(prefix);
                if (found != null) {
                    return found;
                }
                prefix = prefix.substring(0, prefix.lastIndexOf('/'));
            }
            return prefixes.get("/");
        }
    }

    /** Lets somebody answer an address. */
    void add(HttpAddress address, T value) {
        hosts.compute(address.host(), (host, paths) -> (paths == null ? Paths.<T>none() : paths).with(address, value));
    }

    /** Ends that, if it is still the same. */
    void remove(HttpAddress address, T value) {
        hosts.computeIfPresent(address.host(), (host, paths) -> {
            Paths<T> left = paths.without(address, value);
            return left.isEmpty() ? null : left;
        });
    }

    /**
     * Who answers a request.
     *
     * @param host as the request names it, without port; empty: it names none
     * @param path as it stands in the request line
     */
    Optional<T> find(String host, String path) {
        String named = host.toLowerCase(Locale.ROOT);
        T found = named.isEmpty() ? null : find(named, hosts.get(named), path);
        return Optional.ofNullable(found == null ? find("", hosts.get(""), path) : found);
    }

    private T find(String host, Paths<T> paths, String path) {
        T found = paths == null ? null : paths.find(path);
        int dot = host.indexOf('.');
        if (found == null && dot > 0) {
            Paths<T> below = hosts.get("*" + host.substring(dot));
            found = below == null ? null : below.find(path);
        }
        return found;
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
}
