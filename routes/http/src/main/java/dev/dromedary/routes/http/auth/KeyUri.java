package dev.dromedary.routes.http.auth;

import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.web.WebRequest;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Where keys may be fetched from: by HTTPS alone, else whoever is on the way could put his own in their place. */
final class KeyUri {

    private KeyUri() {}

    /** What is wrong with an address, so far as that can be told without resolving its host; empty: nothing. */
    static Optional<String> trouble(String text, Egress egress) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("which is no URL");
        }
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            return Optional.of("and keys are fetched by https:// alone");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return Optional.of("which must have a host, and neither a user nor a fragment");
        }
        return literal(uri.getHost())
                .filter(address -> !egress.allows(address, WebRequest.port(uri)))
                .map(address -> "and the router may not connect to " + address.getHostAddress()
                        + ": name a host outside, or have the administrator allow it");
    }

    private static Optional<InetAddress> literal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.endsWith(".localhost")
                ? Optional.of(InetAddress.getLoopbackAddress())
                : Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(
                        name.startsWith("[") ? name.substring(1, name.length() - 1) : name));
    }
}
