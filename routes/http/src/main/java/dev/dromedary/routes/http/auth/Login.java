package dev.dromedary.routes.http.auth;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;

/** A user's name and password, as they stand in a request (RFC 7617). */
final class Login {

    private static final String SCHEME = "Basic ";

    /** Some hashes take time by the square of it. */
    private static final int LONGEST_PASSWORD = 256;

    private static final byte DELETE = 0x7F;

    /** Of this process alone: what is remembered of a password is worth nothing elsewhere. */
    private static final byte[] PROCESS_KEY = processKey();

    private final String user;
    private final byte[] password;

    private Login(String user, byte[] password) {
        this.user = user;
        this.password = password;
    }

    /** The one that a request shows; empty: it shows none, or one that cannot be. */
    static Optional<Login> of(HttpHeaders headers) {
        return OneHeader.of(headers, HttpHeaderNames.AUTHORIZATION)
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .flatMap(value -> decoded(value.substring(SCHEME.length()).strip()))
                .flatMap(Login::of);
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Control characters are forbidden; with a NUL one password would have the bcrypt hash of another. */
    private static Optional<Login> of(byte[] pair) {
        int colon = 0;
        while (colon < pair.length && pair[colon] != ':') {
            colon++;
        }
        for (byte character : pair) {
            if ((character >= 0 && character < ' ') || character == DELETE) {
                return Optional.empty();
            }
        }
        if (colon == pair.length || pair.length - colon - 1 > LONGEST_PASSWORD) {
            return Optional.empty();
        }
        String user = new String(pair, 0, colon, StandardCharsets.ISO_8859_1);
        return Optional.of(new Login(user, Arrays.copyOfRange(pair, colon + 1, pair.length)));
    }

    /** One character a byte. */
    String user() {
        return user;
    }

    byte[] password() {
        return password;
    }

    /** Tells it from all others, and nobody can find the password by it. */
    String proof() {
        Mac mac = Digests.hmac(Algorithm.SHA256, PROCESS_KEY);
        mac.update(user.getBytes(StandardCharsets.ISO_8859_1));
        mac.update((byte) 0);
        return Digests.key(mac.doFinal(password));
    }

    /** The same number for the same user, and nobody outside can tell which. */
    int place() {
        byte[] digest = Digests.hmac(Algorithm.SHA256, PROCESS_KEY).doFinal(user.getBytes(StandardCharsets.ISO_8859_1));
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return "Login of somebody";
    }

    private static byte[] processKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
