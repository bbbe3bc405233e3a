package dev.dromedary.routes.core;

import dev.dromedary.crd.Key;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.streams.ReadStream;

/**
 * An event on its way to a function.
 *
 * @param function which function
 * @param method the HTTP method
 * @param uri path and query, as they stand in the request line; starts with {@code /}
 * @param headers what the function gets to see; the invoker adds nothing but what HTTP needs
 * @param body the event
 * @param cancelled completes if whoever wanted the answer has gone; may never complete
 */
public record Call(Key function, HttpMethod method, String uri, MultiMap headers, Body body, Future<Void> cancelled) {

    /** The body of a call. */
    public sealed interface Body {}

    /** No body at all. */
    public record None() implements Body {}

    /** A body in memory. */
    public record Bytes(Buffer bytes) implements Body {}

    /**
     * A body that is handed on as it arrives, never held whole.
     *
     * @param length in bytes; -1: unknown until it ends
     */
    public record Stream(ReadStream<Buffer> bytes, long length) implements Body {}

    /** Whether it can be sent twice without harm: nothing of the body is used up, and the method promises it. */
    boolean isSafe() {
        return body instanceof None
                && (method.equals(HttpMethod.GET)
                        || method.equals(HttpMethod.HEAD)
                        || method.equals(HttpMethod.OPTIONS));
    }
}
