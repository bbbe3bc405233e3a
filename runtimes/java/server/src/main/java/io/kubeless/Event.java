package io.kubeless;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the function is called with. Its fields have Kubeless' names; one whose header is not there is empty. */
@SuppressWarnings("MemberName")
public class Event {

    /** The body as text. */
    public final String Data;

    public final String EventID;
    public final String EventType;
    public final String EventTime;
    public final String EventNamespace;

    private final Request request;

    public Event(String text, String id, String type, Origin origin, Request request) {
        this.Data = text;
        this.EventID = id;
        this.EventType = type;
        this.EventTime = origin.time();
        this.EventNamespace = origin.namespace();
        this.request = request;
    }

    /** The HTTP request that the event came with. */
    public Request request() {
        return request;
    }

    /** When and where an event was made. */
    public record Origin(String time, String namespace) {}

    /**
     * An HTTP request.
     *
     * @param path as it was sent, without the query
     * @param query what stands behind the question mark; empty without one
     * @param headers names in lower case, values as they were sent
     * @param bytes the body; empty without one
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Request(String method, String path, String query, Map<String, List<String>> headers, byte[] bytes) {

        /** The first value of a header, whatever the case of its name; null if it is not there. */
        public String header(String name) {
            List<String> values = headers.get(name.toLowerCase(java.util.Locale.ROOT));
            return values == null ? null : values.getFirst();
        }

        /** The body as text. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /**
     * An answer with a status and headers of its own, for a function to return.
     *
     * @param status from 200 to 599
     * @param body what a function may return otherwise
     */
    public record Response(int status, Map<String, String> headers, Object body) {

        public Response {
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("The status is " + status + ", but must be from 200 to 599");
            }
            TreeMap<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            sorted.putAll(headers);
            headers = sorted;
        }

        public static Response of(Object body) {
            return new Response(200, Map.of(), body);
        }

        public Response withStatus(int other) {
            return new Response(other, headers, body);
        }

        public Response with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Response(status, more, body);
        }
    }
}
