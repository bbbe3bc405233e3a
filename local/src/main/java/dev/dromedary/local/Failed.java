package dev.dromedary.local;

/** A function could not be made to run; the message says which step failed and what it said. */
final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(String message) {
        super(message);
    }
}
