package dev.dromedary.routes.kafka.consume;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What of a record's key and headers goes into HTTP headers, whoever wrote them: names and values that HTTP has, under names that
 * nobody else uses, and not more than servers take.
 */
final class RecordHeaders {

    private static final String PREFIX = "event-header-";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final List<String> NOT_THEIRS = List.of("camel", "org.apache.camel", "event-", "content-type");
    private static final int LONGEST_VALUE = 1024;
    private static final int MOST_BYTES = 4096;

    private RecordHeaders() {}

    /** Says the key: as it is where it is printable ASCII, else in Base64, and then says so. */
    static void key(byte[] key, HttpHeaders headers) {
        if (key == null) {
            return;
        }
        Optional<String> text = value(key);
        String said = text.orElseGet(() -> Base64.getEncoder().encodeToString(key));
        if (said.length() > LONGEST_VALUE) {
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

    /** Says what can be said of the headers, and how many were left out. */
    static void copy(Headers of, HttpHeaders headers) {
        int bytes = 0;
        int left = 0;
        for (Header header : of) {
            String name = header.key();
            if (isOurs(name)) {
                continue;
            }
            Optional<String> value = TOKEN.matcher(name).matches() ? value(header.value()) : Optional.empty();
            int size = name.length() + value.map(String::length).orElse(0);
            if (value.isEmpty() || value.get().length() > LONGEST_VALUE || bytes + size > MOST_BYTES) {
                left++;
                continue;
            }
            bytes += size;
            headers.add(PREFIX + name.toLowerCase(Locale.ROOT), value.get());
        }
        if (left > 0) {
            headers.set("event-headers-omitted", left);
        }
    }

    /** Bytes as the value of an HTTP header; empty: they cannot be. */
    static Optional<String> value(byte[] bytes) {
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

    private static boolean isOurs(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return NOT_THEIRS.stream().anyMatch(plain::startsWith);
    }
}
