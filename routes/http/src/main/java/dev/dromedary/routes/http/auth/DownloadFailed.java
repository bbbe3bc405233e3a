package dev.dromedary.routes.http.auth;

/** A document could not be had; the message says why, for a status. */
final class DownloadFailed extends Exception {

    private static final long serialVersionUID = 1;

    DownloadFailed(String message) {
        super(message);
    }
}
