package dev.dromedary.routes.nats.consume;

/** The servers, or what stands there, do not allow what the trigger wants; the message says why, and what to do. */
final class NotAllowed extends RuntimeException {

    NotAllowed(String message) {
        super(message);
    }
}
