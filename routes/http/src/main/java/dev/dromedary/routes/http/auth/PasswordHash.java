package dev.dromedary.routes.http.auth;

/** The hash of a password. */
@FunctionalInterface
interface PasswordHash {

    /** Whether it is the hash of this password, found out in a time that does not tell how much of it is right. */
    boolean matches(byte[] password);
}
