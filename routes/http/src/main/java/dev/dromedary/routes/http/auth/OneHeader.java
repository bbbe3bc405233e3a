package dev.dromedary.routes.http.auth;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

/** A header that counts only if it stands once: of two, another server on the way may have looked at the other. */
final class OneHeader {

    private OneHeader() {}

    /** Its value, one character a byte; empty: it is not there, or more than once. */
    static Optional<String> of(HttpHeaders headers, CharSequence name) {
        List<String> values = headers.getAll(name);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }
}
