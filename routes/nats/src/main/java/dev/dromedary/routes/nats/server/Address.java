package dev.dromedary.routes.nats.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host a name or an address, one of IPv6 without brackets
 * @param secured whether it was written as {@code tls://}
 */
public record Address(String host, int port, boolean secured) {

    private static final int LONGEST = 270;
    private static final int PORT = 4222;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern FORM = Pattern.compile("(?:(nats|tls)://)?"
            + "(?:\\[([0-9A-Fa-f:.]{2,45})\\]|([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?))(?::([0-9]{1,5}))?/?");

    /** Reads {@code nats://host:port}, of which all but the host may be missing; empty: it is nothing of the kind. */
    public static Optional<Address> of(String text) {
        Matcher matcher = FORM.matcher(text.length() > LONGEST ? "" : text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = matcher.group(4) == null ? PORT : Integer.parseInt(matcher.group(4));
        String host = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        return port >= 1 && port <= HIGHEST_PORT
                ? Optional.of(new Address(host, port, "tls".equals(matcher.group(1))))
                : Optional.empty();
    }

    /** For a client of NATS, which is told of TLS otherwise. */
    String url() {
        return "nats://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    @Override
    public String toString() {
        return url();
    }
}
