package dev.dromedary.routes.core.invoke;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/** Where the bytes of a body go, part by part. All calls come on the event loop of the hop. */
public interface Outlet {

    /** Whether it can take more; if not, the {@link Inlet} waits until it is told to {@link Inlet#resume}. */
    boolean isWritable();

    /** The next bytes, which are the outlet's from now on. */
    void part(ByteBuf bytes);

    /**
     * Hands over the next bytes; false: it can take no more for now, though what it had has gone out as far as it could. So asked
     * it is told to wait, which costs two system calls, where its peer is slow, and not for each part that is as large as a buffer.
     */
    default boolean takes(ByteBuf bytes) {
        part(bytes);
        if (!isWritable()) {
            flush();
        }
        return isWritable();
    }

    /** There is no more for the moment: what is written may go out. */
    void flush();

    /** That was all. */
    void end(HttpHeaders trailers);

    /** There will be no more, though that was not all. */
    void broken();
}
