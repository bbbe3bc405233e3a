package dev.dromedary.routes.core.deliver;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * How an event's key is told to a function: whoever wrote it, in a form that HTTP has.
 *
 * @param said as it is where it is printable ASCII, else in Base64; empty: there is none, or it is too long to be told
 * @param encoding {@code base64}, or {@code omitted} where it is too long; empty: it is said as it is, or there is none
 */
public record EventKey(Optional<String> said, Optional<String> encoding) {

    /** What is longer is not told. */
    public static final int LONGEST = 1024;

    private static final EventKey NONE = new EventKey(Optional.empty(), Optional.empty());

    /** That of these bytes; {@code null}: there is none. */
    public static EventKey of(byte[] key) {
        if (key == null) {
            return NONE;
        }
        Optional<String> text = text(key);
        String said = text.orElseGet(() -> Base64.getEncoder().encodeToString(key));
        return said.length() > LONGEST
                ? new EventKey(Optional.empty(), Optional.of("omitted"))
                : new EventKey(Optional.of(said), text.isPresent() ? Optional.empty() : Optional.of("base64"));
    }

    /** Says it in headers of ours. */
    public void into(HttpHeaders headers) {
        said.ifPresent(text -> headers.set("event-key", text));
        encoding.ifPresent(how -> headers.set("event-key-encoding", how));
    }

    /** Bytes as the value of an HTTP header; empty: they cannot be. */
    public static Optional<String> text(byte[] bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        for (byte each : bytes) {
            if (each < ' ' || each > '~') {
                return Optional.empty();
            }
        }
        String text = new String(bytes, StandardCharsets.US_ASCII);
        return text.equals(text.strip()) ? Optional.of(text) : Optional.empty();
    }
}
