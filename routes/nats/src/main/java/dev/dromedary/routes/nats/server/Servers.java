package dev.dromedary.routes.nats.server;

import dev.dromedary.crd.Key;
import java.util.List;
import java.util.Optional;

/**
 * Which servers, and what they want to know of their clients. Holds no secret, only names of Secrets. Whoever has an equal one shares
 * a connection.
 *
 * @param namespace whose triggers share it
 * @param addresses where to begin; at least one
 * @param tls how connections are encrypted; empty: not at all
 * @param credentials a Secret that says who we are; empty: the installation's own, where it is trusted, else nobody in particular
 * @param trusted whether the administrator named it: then the {@link dev.dromedary.routes.core.Egress} check is not for it
 */
public record Servers(
        String namespace, List<Address> addresses, Optional<Tls> tls, Optional<Key> credentials, boolean trusted) {

    /**
     * Encrypted connections.
     *
     * @param secret who is believed, and who we are; empty: whom the JDK believes, and nobody in particular
     * @param insecure whether any certificate will do
     */
    public record Tls(Optional<Key> secret, boolean insecure) {}

    /** The same for another namespace. */
    public Servers of(String other) {
        return new Servers(other, addresses, tls, credentials, trusted);
    }
}
