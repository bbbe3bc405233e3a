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
        Optional<String> text = text(key);
        String said = text.orElseGet(() -> Base64.getEncoder().encodeToString(key));
        if (said.length() > LONGEST) {
            headers.set("event-key-encoding", "omitted");
            return;
        }
        headers.set("event-key", said)
                .set(
                        "ce-partitionkey",
                        said.replace("%", "%25").replace("\"", "%22").replace(" ", "%20"));
        if (text.isEmpty()) {
            headers.set("event-key-encoding", "base64");
        }
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
