package dev.dromedary.routes.kafka.cluster;

import dev.dromedary.crd.Key;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where a Kafka cluster is, and what it wants to know of its clients. Holds no secret, only names of Secrets.
 *
 * @param brokers where to begin; at least one
 * @param tls how connections are encrypted; empty: not at all
 * @param sasl how clients show who they are; empty: not at all, or by their certificate
 * @param trusted whether the administrator named it: then the {@link dev.dromedary.routes.core.Egress} check is not for it
 */
public record Cluster(List<Broker> brokers, Optional<Tls> tls, Optional<Sasl> sasl, boolean trusted) {

    /**
     * Encrypted connections.
     *
     * @param secret who is believed, and who we are; empty: whom the JDK believes, and nobody in particular
     * @param insecure whether any certificate will do
     */
    public record Tls(Optional<Key> secret, boolean insecure) {}

    /**
     * Names and passwords, or tokens.
     *
     * @param secret what they are; empty: the installation's own, of {@link Installation}
     * @param tokens where tokens are to be had, for {@link Mechanism#OAUTHBEARER}; empty: the token itself is in the Secret
     */
    public record Sasl(Mechanism mechanism, Optional<Key> secret, Optional<Tokens> tokens) {}

    /**
     * Who gives tokens for a client's id and its secret (OAuth 2.0, client credentials).
     *
     * @param scope what of; empty: as the server likes
     */
    public record Tokens(URI url, Optional<String> scope) {}

    /** For Kafka's own setting of the name. */
    String bootstrap() {
        return String.join(",", brokers.stream().map(Broker::toString).toList());
    }

    /** Kafka's own name for what is between TLS and SASL. */
    String protocol() {
        return (sasl.isPresent() ? "SASL_" : "") + (tls.isPresent() ? "SSL" : "PLAINTEXT");
    }
}
