package dev.dromedary.routes.core.invoke;

import dev.dromedary.crd.Key;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Optional;

/**
 * An event on its way to a function.
 *
 * @param function which function
 * @param method the HTTP method
 * @param uri path and query, as they stand in the request line; starts with {@code /}
 * @param headers what the function gets to see, end to end; whoever carries the call adds what the connection needs
 * @param body the event
 * @param caller who waits for the answer
 * @param patience how long it may take
 * @param trace what is recorded of it
 */
public record Call(
        Key function,
        HttpMethod method,
        String uri,
        HttpHeaders headers,
        Body body,
        Caller caller,
        Patience patience,
        Trace trace) {

    /** The body of a call. */
    public sealed interface Body {}

    /** No body at all. */
    public record None() implements Body {
        /** The only one there need be. */
        public static final None NONE = new None();
    }

    /** A body in memory; a class and no record, for arrays are not values. */
    public static final class Bytes implements Body {

        private final byte[] bytes;

        public Bytes(byte[] bytes) {
            this(bytes.clone(), true);
        }

        private Bytes(byte[] bytes, boolean own) {
            assert own;
            this.bytes = bytes;
        }

        /** A body that nobody changes from now on. */
        public static Bytes shared(byte[] bytes) {
            return new Bytes(bytes, true);
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /**
     * A body that is handed on as it arrives, never held whole.
     *
     * @param length in bytes; -1: unknown until it ends
     */
    public record Stream(Inlet bytes, long length) implements Body {}

    /**
     * No body, but a wish to go on in another protocol (RFC 9110, 7.8), as WebSockets have it.
     *
     * @param protocol what {@code Upgrade} says
     * @param bytes of that protocol; nothing is taken from it before the function agrees (101)
     */
    public record Upgrade(String protocol, Inlet bytes) implements Body {}

    /** The same with another body. */
    public Call with(Body other) {
        return new Call(function, method, uri, headers, other, caller, patience, trace);
    }

    /** Where the body comes from; empty if it is at hand, or there is none. */
    Optional<Inlet> inlet() {
        return switch (body) {
            case Stream stream -> Optional.of(stream.bytes());
            case Upgrade upgrade -> Optional.of(upgrade.bytes());
            default -> Optional.empty();
        };
    }

    /** Whether it is of gRPC, which knows HTTP/2 alone. */
    boolean isGrpc() {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return type != null && type.startsWith("application/grpc") && !type.startsWith("application/grpc-web");
    }

    /** Whether it can be sent twice without harm: nothing of the body is used up, and the method promises it. */
    boolean isSafe() {
        return body instanceof None
                && (method.equals(HttpMethod.GET)
                        || method.equals(HttpMethod.HEAD)
                        || method.equals(HttpMethod.OPTIONS));
    }
}
