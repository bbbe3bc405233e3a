package dev.dromedary.routes.core.deliver;

import java.net.URI;
import java.util.Optional;

/** Where events go that a function does not take. */
public sealed interface LetterTarget {

    /** A topic of the trigger's own Kafka cluster; made when missing. */
    record Kafka(String topic) implements LetterTarget {}

    /** A subject of NATS that a JetStream stream keeps. */
    record Nats(String subject) implements LetterTarget {}

    /**
     * Whoever answers a POST there with 2xx.
     *
     * @param secret of the trigger's namespace, whose entries are headers of the request; empty: none
     */
    record Http(URI url, Optional<String> secret) implements LetterTarget {}

    /** A function of the trigger's own namespace, by name. */
    record Function(String name) implements LetterTarget {}
}
