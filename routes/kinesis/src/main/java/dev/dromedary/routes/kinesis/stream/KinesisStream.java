package dev.dromedary.routes.kinesis.stream;

import dev.dromedary.crd.Key;
import java.net.URI;
import java.util.Optional;

/**
 * Which stream, and how it is reached.
 *
 * @param endpoint another address of the service than AWS' own; empty: that of the region
 * @param secret who the router is there; empty: what the default chain of AWS' clients finds
 */
public record KinesisStream(String region, Optional<URI> endpoint, String name, Optional<Key> secret) {

    /** Which stream it is, whoever reads it. */
    public String identity() {
        return endpoint.map(URI::toString).orElse("aws") + " " + region + " " + name;
    }

    @Override
    public String toString() {
        return name + " in " + region + endpoint.map(at -> " at " + at).orElse("");
    }
}
