package dev.dromedary.routes.core.deliver;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.secrets.Material;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Headers out of a Secret, each of its entries one: such as {@code Authorization}. */
final class LetterLogin {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{1,8192}");
    /** They are about the connection, or say what the letter is. */
    private static final Set<String> OURS =
            Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer", "expect");

    private LetterLogin() {}

    /** The headers; what is wrong with an entry names it, and never says what is in it. */
    static Material<HttpHeaders> of(Key secret, Map<String, byte[]> data) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (Map.Entry<String, byte[]> entry : data.entrySet()) {
            String name = entry.getKey();
            String value = new String(entry.getValue(), StandardCharsets.UTF_8).strip();
            if (!NAME.matcher(name).matches() || isOurs(name.toLowerCase(Locale.ROOT))) {
                return away(secret, name, "is no header that can be sent with a letter: remove it");
            }
            if (!VALUE.matcher(value).matches()) {
                return away(secret, name, "is empty, or not one line of ASCII");
            }
            headers.set(name, value);
        }
        return new Material.Ready<>(headers, List.of());
    }

    private static boolean isOurs(String name) {
        return OURS.contains(name) || name.startsWith("dead-letter-");
    }

    private static Material<HttpHeaders> away(Key secret, String entry, String what) {
        return new Material.Away<>("The entry " + entry + " of the Secret " + secret + " " + what);
    }
}
