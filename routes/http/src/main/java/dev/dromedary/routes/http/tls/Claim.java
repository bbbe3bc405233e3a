package dev.dromedary.routes.http.tls;

import dev.dromedary.crd.Key;
import java.time.Instant;

/**
 * That a certificate is shown to clients who ask for a host. Of several for one host the oldest trigger's is.
 *
 * @param trigger whose
 * @param created when it was made
 * @param host or {@code *.} and a domain; empty: whichever
 * @param secret the name of a TLS Secret in its namespace
 */
public record Claim(Key trigger, Instant created, String host, String secret) implements Comparable<Claim> {

    @Override
    public int compareTo(Claim other) {
        int byAge = created.compareTo(other.created);
        return byAge == 0 ? trigger.compareTo(other.trigger) : byAge;
    }

    Key key() {
        return new Key(trigger.namespace(), secret);
    }
}
