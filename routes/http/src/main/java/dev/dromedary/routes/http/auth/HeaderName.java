package dev.dromedary.routes.http.auth;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which request headers a trigger's author may name. */
final class HeaderName {

    /** RFC 9110, 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

    private static final Set<String> OURS = Set.of(
            "connection",
            "content-length",
            "expect",
            "forwarded",
            "host",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-auth-user");

    private static final List<String> OUR_PREFIXES = List.of("ce-", "dromedary-", "event-", "x-forwarded-");

    private HeaderName() {}

    /** What is wrong with a name; empty: nothing. */
    static Optional<String> trouble(String name) {
        if (!TOKEN.matcher(name).matches()) {
            return Optional.of("is '" + name + "', which is no header's name: use letters, digits and '-'");
        }
        String plain = plain(name);
        return OURS.contains(plain) || OUR_PREFIXES.stream().anyMatch(plain::startsWith)
                ? Optional.of("is '" + name + "', which only the router may set: use another")
                : Optional.empty();
    }

    /** The same for all names that a function might take for one. */
    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
