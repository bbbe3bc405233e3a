package dev.dromedary.routes.kafka.consume;

import dev.dromedary.routes.core.deliver.EventKey;
import io.netty.handler.codec.http.HttpHeaders;
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

    private static final String CONTENT_TYPE = "content-type";
    private static final String PREFIX = "event-header-";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final List<String> NOT_THEIRS = List.of("camel", "org.apache.camel", "event-", CONTENT_TYPE);
    private static final int MOST_BYTES = 4096;

    private RecordHeaders() {}

    /** What the record says of its value in a header {@code content-type}; empty: nothing. */
    static Optional<String> contentType(Headers headers) {
        for (Header header : headers) {
            if (CONTENT_TYPE.equalsIgnoreCase(header.key())) {
                return EventKey.text(header.value()).filter(text -> !text.isEmpty());
            }
        }
        return Optional.empty();
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
            Optional<String> value = TOKEN.matcher(name).matches() ? EventKey.text(header.value()) : Optional.empty();
            int size = name.length() + value.map(String::length).orElse(0);
            if (value.isEmpty() || value.get().length() > EventKey.LONGEST || bytes + size > MOST_BYTES) {
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

    private static boolean isOurs(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return NOT_THEIRS.stream().anyMatch(plain::startsWith);
    }
}
