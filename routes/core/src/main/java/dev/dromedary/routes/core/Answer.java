package dev.dromedary.routes.core;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.Supplier;

/**
 * What a function answered, head first.
 *
 * @param status the HTTP status
 * @param headers without those that are about one connection only
 * @param body paused: whoever reads it resumes it
 * @param trailers known once the body has ended
 */
public record Answer(int status, MultiMap headers, ReadStream<Buffer> body, Supplier<MultiMap> trailers) {

    /** Whether the function says that it is done with the event. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
