package dev.dromedary.broker;

/** How a {@link RealKafka} can be reached. */
public enum Listener {
    /** By anybody. */
    PLAINTEXT,
    /** With a certificate of the right authority. */
    SSL,
    /** With a password or token, in the clear. */
    SASL_PLAINTEXT,
    /** With a password or token, and no certificate. */
    SASL_SSL,
    /** By anybody, who is told that it is at {@link RealKafka#front}: there a test can put something in between. */
    BEHIND
}
