package dev.dromedary.routes.http.auth;

import java.util.List;

/** How a request is signed (RFC 2104). */
enum Algorithm {
    SHA256("HmacSHA256"),
    SHA1("HmacSHA1"),
    SHA512("HmacSHA512");

    /** As specs write them, the default first. */
    static final List<String> WORDS = List.of("sha256", "sha1", "sha512");

    private final String jca;

    Algorithm(String jca) {
        this.jca = jca;
    }

    /** The one that a spec names. */
    static Algorithm of(String word) {
        return switch (word) {
            case "sha1" -> SHA1;
            case "sha512" -> SHA512;
            default -> SHA256;
        };
    }

    /** What Java calls it. */
    String jca() {
        return jca;
    }
}
