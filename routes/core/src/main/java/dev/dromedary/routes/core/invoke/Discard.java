package dev.dromedary.routes.core.invoke;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/** Takes a body and drops it, so that its connection is free again. */
final class Discard implements Outlet {

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void part(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void flush() {}

    @Override
    public void end(HttpHeaders trailers) {}

    @Override
    public void broken() {}
}
