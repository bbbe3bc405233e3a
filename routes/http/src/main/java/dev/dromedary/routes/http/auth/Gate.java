package dev.dromedary.routes.http.auth;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.Optional;

/** Says of each request to a trigger whether it may go on. Usable on any thread, and blocks none. */
public interface Gate extends AutoCloseable {

    /** Whether a request is looked at with its whole body. How long that may be is the caller's business. */
    boolean wantsBody();

    /**
     * Looks at a request.
     *
     * @param body readable bytes, which are left as they are and must stay until the verdict is there; empty unless
     *     {@link #wantsBody}
     */
    Outcome check(HttpHeaders headers, ByteBuf body, Instant now);

    /** What keeps callers out, all or some of them, and what to do, for the trigger's status; empty: nothing. */
    Optional<String> trouble();

    /** Tries again what gave trouble; {@link #trouble} tells in a while. */
    void retry();

    /** Lets go of what it holds. */
    @Override
    void close();
}
