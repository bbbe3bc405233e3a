package dev.dromedary.faults;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Set;

/**
 * A request of the reconciler's to the API server.
 *
 * @param method such as {@code PATCH}
 * @param path without the query
 * @param query empty: none
 */
record Call(String method, String path, String query) {

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final int IN_A_NAMESPACE = 1;

    static Call of(HttpServerRequest request) {
        return new Call(request.method().name(), request.path(), request.query() == null ? "" : request.query());
    }

    /** Whether it changes something. */
    boolean writes() {
        return !READS.contains(HttpMethod.valueOf(method));
    }

    /** Whether it is about the Lease: those writes come by the clock, not by what a scenario does. */
    boolean isAboutLease() {
        return path.contains("/leases");
    }

    boolean watches() {
        return query.contains("watch=true");
    }

    /** Whether it asks for all objects of a kind. */
    boolean lists() {
        return method.equals("GET") && !watches() && segmentsBehindVersion() == IN_A_NAMESPACE;
    }

    /** The plural of the kind that it is about, such as {@code deployments}. */
    String plural() {
        String[] segments = behindVersion().split("/", -1);
        return segments.length > 2 && segments[0].equals("namespaces") ? segments[2] : segments[0];
    }

    /** Which one object its field selector names; empty: it asks for all. */
    String selected() {
        return Arrays.stream(query.split("&", -1))
                .filter(part -> part.startsWith("fieldSelector="))
                .map(part -> part.substring("fieldSelector=".length()))
                .findFirst()
                .orElse("");
    }

    private int segmentsBehindVersion() {
        String[] segments = behindVersion().split("/", -1);
        return segments.length > 2 && segments[0].equals("namespaces") ? segments.length - 2 : segments.length;
    }

    /** {@code /api/v1/…} or {@code /apis/<group>/<version>/…}. */
    private String behindVersion() {
        return path.replaceFirst("^/(api/[^/]+|apis/[^/]+/[^/]+)/", "");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
