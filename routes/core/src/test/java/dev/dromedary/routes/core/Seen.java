package dev.dromedary.routes.core;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A call, as a function saw it.
 *
 * @param by which function, or of which copy
 * @param id of the event
 * @param headers found whatever their case
 */
public record Seen(String by, String id, String body, Map<String, String> headers) {

    /** A pod that notes each call before it is handed the request and its body. */
    public static Handler<HttpServerRequest> noting(
            String by, Consumer<Seen> seen, BiConsumer<HttpServerRequest, String> pod) {
        return request -> request.bodyHandler(body -> {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            request.headers().forEach(headers::put);
            seen.accept(new Seen(by, headers.get("event-id"), body.toString(), headers));
            pod.accept(request, body.toString());
        });
    }

    /** The event's own key; {@code null}: it has none. */
    public String key() {
        return headers.get("event-key");
    }
}
