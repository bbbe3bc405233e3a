package dev.dromedary.routes.core.invoke;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;

/** Takes the body of a call to its pod. */
final class CallOutlet implements Outlet {

    private final Channel channel;
    private final Invocation invocation;
    private final boolean raw;
    private boolean ended;

    /**
     * Takes it by a connection.
     *
     * @param raw as it is, in whatever protocol; else in HTTP's form
     */
    CallOutlet(Channel channel, Invocation invocation, boolean raw) {
        this.channel = channel;
        this.invocation = invocation;
        this.raw = raw;
    }

    /** Whether all of it has gone out. */
    boolean ended() {
        return ended;
    }

    /** The connection is for somebody else from now on. */
    void leave() {
        ended = true;
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void part(ByteBuf bytes) {
        if (ended) {
            bytes.release();
        } else {
            invocation.moved();
            Wire.write(channel, raw ? bytes : new DefaultHttpContent(bytes));
        }
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void end(HttpHeaders trailers) {
        if (ended) {
            return;
        }
        ended = true;
        if (raw) {
            Wire.close(channel);
        } else {
            LastHttpContent last = trailers.isEmpty()
                    ? LastHttpContent.EMPTY_LAST_CONTENT
                    : new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers);
            Wire.send(channel, last);
        }
    }

    /** The function must not take half a body for a whole one. */
    @Override
    public void broken() {
        if (!ended) {
            Wire.close(channel);
        }
    }
}
