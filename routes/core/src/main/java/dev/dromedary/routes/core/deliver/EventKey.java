package dev.dromedary.routes.core.deliver;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How an event's key is told to a function: whoever wrote it, in a form that HTTP has. */
public final class EventKey {

    /** What is longer is not told. */
    public static final int LONGEST = 1024;

    private EventKey() {}

    /** Says the key: as it is where it is printable ASCII, else in Base64, and then says so. */
    public static void describe(byte[] key, HttpHeaders headers) {
        if (key == null) {
            return;
        }
        Optional<String> said = said(key);
        if (said.isEmpty()) {
            headers.set("event-key-encoding", "omitted");
            return;
        }
        headers.set("event-key", said.get());
        if (text(key).isEmpty()) {
            headers.set("event-key-encoding", "base64");
        }
    }

    /** The key as it is told; empty: there is none ({@code null}), or it is too long. */
    public static Optional<String> said(byte[] key) {
        return Optional.ofNullable(key)
                .map(bytes -> text(bytes).orElseGet(() -> Base64.getEncoder().encodeToString(bytes)))
                .filter(told -> told.length() <= LONGEST);
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
