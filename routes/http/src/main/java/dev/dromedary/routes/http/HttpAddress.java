package dev.dromedary.routes.http;

/**
 * What an HTTPTrigger listens to.
 *
 * @param host lower-case host name; empty: any
 * @param path prefix by whole segments, with a leading and without a trailing slash; {@code /}: every path
 */
record HttpAddress(String host, String path) {

    /** The address in a spec, whichever way its path is written. */
    static HttpAddress of(String host, String path) {
        String bare = path == null ? "" : path.replaceAll("^/+", "").replaceAll("/+$", "");
        return new HttpAddress(host == null ? "" : host, "/" + bare);
    }

    /** For a person to read. */
    @Override
    public String toString() {
        return "http://" + (host.isEmpty() ? "<any host>" : host) + path;
    }
}
