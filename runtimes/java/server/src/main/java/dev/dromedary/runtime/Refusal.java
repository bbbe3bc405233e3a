package dev.dromedary.runtime;

/** A request that the function is not called for; the message is the answer's text. */
final class Refusal extends Exception {

    private final int status;

    Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
