package dev.dromedary.routes.http.auth;

import dev.dromedary.routes.core.secrets.Material;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of callers, as digests: a key is compared with all of them, in a time that tells nothing of any. */
final class ApiKeyTable {

    private final List<Line> lines;

    private static final class Line {
        private final String caller;
        private final byte[] digest;

        Line(String caller, byte[] digest) {
            this.caller = caller;
            this.digest = digest;
        }
    }

    private ApiKeyTable(List<Line> lines) {
        this.lines = lines;
    }

    /**
     * Reads one.
     *
     * @param secret its name, for messages
     */
    static Material<ApiKeyTable> of(String secret, Map<String, byte[]> data) {
        List<Line> lines = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        data.forEach((caller, bytes) -> {
            byte[] key = Entry.value(bytes);
            if (key.length == 0) {
                remarks.add("In the Secret " + secret + " the key of " + caller + " is empty, and lets nobody in");
            } else {
                lines.add(new Line(caller, Digests.sha256().digest(key)));
            }
        });
        return lines.isEmpty()
                ? new Material.Away<>("The Secret " + secret + " holds no key: add entries of a caller's name and key")
                : new Material.Ready<>(new ApiKeyTable(lines), remarks);
    }

    /**
     * Whose key it is; empty: nobody's.
     *
     * @param key one character a byte
     */
    Optional<String> caller(String key) {
        byte[] asked = Digests.sha256().digest(key.getBytes(StandardCharsets.ISO_8859_1));
        Optional<String> caller = Optional.empty();
        for (Line line : lines) {
            if (MessageDigest.isEqual(asked, line.digest)) {
                caller = Optional.of(line.caller);
            }
        }
        return caller;
    }
}
