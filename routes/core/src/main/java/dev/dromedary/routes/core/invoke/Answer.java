package dev.dromedary.routes.core.invoke;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * What a function answered, head first.
 *
 * @param status the HTTP status; 101: the body is bytes of the other protocol, until either side ends
 * @param headers without those that are about one connection only
 * @param body nothing is read of it until somebody takes it
 */
public record Answer(HttpResponseStatus status, HttpHeaders headers, Inlet body) {

    /** Whether the function says that it is done with the event. */
    public boolean isSuccess() {
        return status.code() >= 200 && status.code() < 300;
    }

    /** Reads the body to its end for nobody, so that the connection is free again. */
    public void discard() {
        body.into(new Discard());
    }
}
