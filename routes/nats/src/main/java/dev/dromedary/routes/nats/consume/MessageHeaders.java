package dev.dromedary.routes.nats.consume;

import dev.dromedary.routes.core.deliver.EventKey;
import io.nats.client.impl.Headers;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What of a message's headers goes into HTTP headers, whoever wrote them: names and values that HTTP has, under names that nobody else
 * uses, and not more than servers take.
 */
final class MessageHeaders {

    private static final String CONTENT_TYPE = "content-type";
    private static final String PREFIX = "event-header-";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final List<String> NOT_THEIRS = List.of("camel", "org.apache.camel", "event-", CONTENT_TYPE);
    private static final int MOST_BYTES = 4096;

    private MessageHeaders() {}

    /** What the message says of its body; empty: nothing. */
    static Optional<String> contentType(Headers headers) {
        return headers == null
                ? Optional.empty()
                : Optional.ofNullable(headers.getIgnoreCase(CONTENT_TYPE)).stream()
                        .flatMap(List::stream)
                        .findFirst()
                        .flatMap(MessageHeaders::value)
                        .filter(text -> !text.isEmpty());
    }

    /** Says what can be said of the headers, and how many were left out. */
    static void copy(Headers of, HttpHeaders headers) {
        if (of == null) {
            return;
        }
        int bytes = 0;
        int left = 0;
        for (Map.Entry<String, List<String>> header : of.entrySet()) {
            if (isOurs(header.getKey())) {
                continue;
            }
            for (String each : header.getValue()) {
                Optional<String> value = TOKEN.matcher(header.getKey()).matches() ? value(each) : Optional.empty();
                int size = header.getKey().length() + value.map(String::length).orElse(0);
                if (value.isEmpty() || value.get().length() > EventKey.LONGEST || bytes + size > MOST_BYTES) {
                    left++;
                    continue;
                }
                bytes += size;
                headers.add(PREFIX + header.getKey().toLowerCase(Locale.ROOT), value.get());
            }
        }
        if (left > 0) {
            headers.set("event-headers-omitted", left);
        }
    }

    /** A text as the value of an HTTP header; empty: it cannot be. */
    static Optional<String> value(String text) {
        return EventKey.text(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isOurs(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return NOT_THEIRS.stream().anyMatch(plain::startsWith);
    }
}
