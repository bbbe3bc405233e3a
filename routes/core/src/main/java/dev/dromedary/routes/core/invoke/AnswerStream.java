package dev.dromedary.routes.core.invoke;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/** The body of an answer: held only until somebody takes it, and then its connection is read no faster than it goes on. */
final class AnswerStream implements Inlet {

    private final Channel channel;
    private final Deque<ByteBuf> held = new ArrayDeque<>(2);
    private Outlet outlet;
    private HttpHeaders trailers;
    private boolean broken;

    AnswerStream(Channel channel) {
        this.channel = channel;
    }

    void part(ByteBuf bytes) {
        if (!bytes.isReadable()) {
            bytes.release();
        } else if (outlet == null) {
            held.add(bytes);
            channel.config().setAutoRead(false);
        } else if (!outlet.takes(bytes)) {
            channel.config().setAutoRead(false);
        }
    }

    void flush() {
        if (outlet != null && trailers == null) {
            outlet.flush();
        }
    }

    void end(HttpHeaders last) {
        trailers = last;
        if (outlet != null) {
            outlet.end(last);
        }
    }

    void breakOff() {
        broken = true;
        if (outlet != null) {
            outlet.broken();
        }
    }

    @Override
    public void into(Outlet taker) {
        outlet = taker;
        for (ByteBuf part = held.poll(); part != null; part = held.poll()) {
            taker.part(part);
        }
        if (broken) {
            taker.broken();
        } else if (trailers != null) {
            taker.end(trailers);
        } else {
            resume();
        }
    }

    @Override
    public void resume() {
        if (trailers == null && !broken) {
            channel.config().setAutoRead(true);
        }
    }

    /** The connection is worth less than what would have to be read to keep it. */
    @Override
    public void abandon() {
        outlet = new Discard();
        held.forEach(ReferenceCountUtil::release);
        held.clear();
        if (trailers == null && !broken) {
            Wire.close(channel);
        }
    }
}
