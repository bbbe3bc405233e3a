package dev.dromedary.routes.kafka.consume;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What a record's value is.
 *
 * @param name for the function: what the record says of itself in a header {@code content-type}, else by Kubeless' rule: JSON for
 *     an object (and {@code null}), a form's for everything else
 * @param isJson whether it was parsed, and is a JSON value
 */
record ContentType(String name, boolean isJson) {

    private static final String HEADER = "content-type";
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final JsonFactory FACTORY = new JsonFactory();

    static ContentType of(Headers headers, byte[] value) {
        Optional<JsonToken> first = json(value);
        boolean object = first.filter(token -> token == JsonToken.START_OBJECT || token == JsonToken.VALUE_NULL)
                .isPresent();
        return new ContentType(said(headers).orElse(object ? JSON : FORM), first.isPresent());
    }

    private static Optional<String> said(Headers headers) {
        for (Header header : headers) {
            if (HEADER.equalsIgnoreCase(header.key())) {
                return RecordHeaders.value(header.value()).filter(text -> !text.isEmpty());
            }
        }
        return Optional.empty();
    }

    /** With what the JSON value that this is begins; empty: it is none. */
    private static Optional<JsonToken> json(byte[] value) {
        if (value.length == 0) {
            return Optional.empty();
        }
        try (JsonParser parser = FACTORY.createParser(value)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return Optional.empty();
            }
            parser.skipChildren();
            return parser.nextToken() == null ? Optional.of(first) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
