package dev.dromedary.routes.http;

/**
 * What an HTTPTrigger listens to.
 *
 * @param host lower-case host name; {@code *.} and a domain: every host one label below it; empty: any
 * @param path with a leading and without a trailing slash; {@code /}: the root
 * @param exact this path alone, or all below it too, by whole segments
 */
record HttpAddress(String host, String path, boolean exact) {

    /** The address in a spec, whichever way its path is written. */
    static HttpAddress of(String host, String path) {
        return of(host, path, false);
    }

    /** The address in a spec; an exact path keeps its trailing slash, which makes it another one. */
    static HttpAddress of(String host, String path, boolean exact) {
        String bare = path == null ? "" : path.replaceAll("^/+", "");
        String named = exact ? bare : bare.replaceAll("/+$", "");
        return new HttpAddress(host == null ? "" : host, "/" + named, exact);
    }

    /** For a person to read. */
    @Override
    public String toString() {
        return "http://" + (host.isEmpty() ? "<any host>" : host) + path + (exact ? " (exact)" : "");
    }
}
