package dev.dromedary.routes.core.deliver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * What an event's body is.
 *
 * @param name for the function: what the event says of itself, else by Kubeless' rule: JSON for an object (and {@code null}), a
 *     form's for everything else (contract: triggers.md 1.1)
 * @param isJson whether it was parsed, and is a JSON value
 */
public record ContentType(String name, boolean isJson) {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final JsonFactory FACTORY = new JsonFactory();

    /** That of a body of which nobody says anything. */
    public static ContentType of(byte[] body) {
        return of(Optional.empty(), body);
    }

    /**
     * That of a body.
     *
     * @param said what the event says of it; empty: nothing
     */
    public static ContentType of(Optional<String> said, byte[] body) {
        Optional<JsonToken> first = json(body);
        boolean object = first.filter(token -> token == JsonToken.START_OBJECT || token == JsonToken.VALUE_NULL)
                .isPresent();
        return new ContentType(said.orElse(object ? JSON : FORM), first.isPresent());
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
