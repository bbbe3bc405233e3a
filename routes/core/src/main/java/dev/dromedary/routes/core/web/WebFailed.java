package dev.dromedary.routes.core.web;

/** A request came to nothing; the message says why, for a status. */
public final class WebFailed extends Exception {

    private static final long serialVersionUID = 1;

    public WebFailed(String message) {
        super(message);
    }
}
