package dev.dromedary.routes.kafka.cluster;

import java.util.Arrays;
import java.util.Optional;

/** How a client shows a broker who it is (SASL). */
public enum Mechanism {
    /** Name and password as they are. */
    PLAIN("PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule"),
    /** Name and password, without telling the latter. */
    SCRAM_SHA_256("SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule"),
    /** The same with a longer hash. */
    SCRAM_SHA_512("SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule"),
    /** A token that somebody else gave. */
    OAUTHBEARER("OAUTHBEARER", "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule");

    private final String word;
    private final String module;

    Mechanism(String word, String module) {
        this.word = word;
        this.module = module;
    }

    /** Kafka's own name of it. */
    String word() {
        return word;
    }

    /** Kafka's class for it. */
    String module() {
        return module;
    }

    /** The mechanism of a name; empty: there is none. */
    static Optional<Mechanism> of(String word) {
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.word.equals(word))
                .findFirst();
    }
}
