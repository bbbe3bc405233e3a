package dev.dromedary.routes.http.auth;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** How a signature stands in a header. */
enum Encoding {
    HEX,
    BASE64;

    /** As specs write them, the default first. */
    static final List<String> WORDS = List.of("hex", "base64");

    /** The one that a spec names. */
    static Encoding of(String word) {
        return word.equals("base64") ? BASE64 : HEX;
    }

    /** The bytes of a text; empty: it is none. No two texts give the same bytes, but for case in hex and padding in base64. */
    Optional<byte[]> decode(String text) {
        try {
            return this == HEX ? Optional.of(HexFormat.of().parseHex(text)) : base64(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Java's decoder passes over bits at the end that count for nothing. */
    private static Optional<byte[]> base64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        Base64.Encoder encoder = Base64.getEncoder();
        return text.equals(encoder.encodeToString(bytes))
                        || text.equals(encoder.withoutPadding().encodeToString(bytes))
                ? Optional.of(bytes)
                : Optional.empty();
    }
}
