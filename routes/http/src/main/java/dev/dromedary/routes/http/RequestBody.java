package dev.dromedary.routes.http;

import dev.dromedary.routes.core.invoke.Inlet;
import dev.dromedary.routes.core.invoke.Outlet;
import dev.dromedary.routes.core.invoke.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The body of a request: held only until somebody takes it, and then read no faster than it goes on. */
final class RequestBody implements Inlet {

    private final Channel channel;
    private final boolean expected;
    private final Deque<ByteBuf> held = new ArrayDeque<>(2);
    private Outlet outlet;
    private HttpHeaders trailers;
    private boolean unwanted;
    private boolean full;
    private long left = Long.MAX_VALUE;
    private long received;
    private Runnable tooLong = () -> {};
    private Kept kept;
    private Gathering gathering;
    private Gathering gathered;

    /**
     * One of which nothing has come.
     *
     * @param expected the client waits to be told that it is wanted (100)
     */
    RequestBody(Channel channel, boolean expected) {
        this.channel = channel;
        this.expected = expected;
    }

    boolean ended() {
        return trailers != null;
    }

    /** Whether the client has to send more of it. */
    boolean isWaitedFor() {
        return (outlet != null || gathering != null) && trailers == null && !full && !unwanted;
    }

    /**
     * It may be no longer than that.
     *
     * @param then is done where it is
     */
    void limit(long bytes, Runnable then) {
        left = bytes;
        tooLong = then;
    }

    /**
     * Keeps a copy while it goes by; to be called before anybody takes it.
     *
     * @param most bytes; of a longer body nothing is kept
     * @param then gets all of it once it has ended
     */
    void keep(int most, Consumer<byte[]> then) {
        kept = new Kept(most, then);
        if (!held.stream().allMatch(kept::add)) {
            kept = null;
        } else if (trailers != null) {
            kept.whole();
        }
    }

    /** Has all of it come before anybody takes it. */
    void gather(Gathering whole) {
        gathering = whole;
        gathered = whole;
        askFor();
        channel.config().setAutoRead(true);
    }

    /** What was gathered is of no use any more. */
    void letGo() {
        if (gathered != null) {
            gathered.letGo();
        }
    }

    /** How many bytes have come. */
    long received() {
        return received;
    }

    void part(ByteBuf bytes) {
        received += bytes.readableBytes();
        left -= bytes.readableBytes();
        if (left < 0 && !unwanted) {
            bytes.release();
            tooLong.run();
            breakOff();
            return;
        }
        if (gathering != null) {
            gather(bytes);
            return;
        }
        if (kept != null && !kept.add(bytes)) {
            kept = null;
        }
        if (unwanted || !bytes.isReadable()) {
            bytes.release();
        } else if (outlet == null) {
            held.add(bytes);
            channel.config().setAutoRead(false);
        } else {
            full = !outlet.takes(bytes);
            if (full) {
                channel.config().setAutoRead(false);
            }
        }
    }

    private void gather(ByteBuf bytes) {
        Gathering current = gathering;
        gathering = null;
        if (current.add(bytes)) {
            gathering = current;
        } else {
            unwanted = true;
            current.bytes().release();
        }
    }

    void end(HttpHeaders last) {
        trailers = last;
        if (gathering != null) {
            Gathering whole = gathering;
            gathering = null;
            held.add(whole.bytes());
            whole.then().whole(whole.bytes());
            return;
        }
        if (outlet != null && !unwanted) {
            outlet.end(last);
        }
        if (kept != null) {
            kept.whole();
        }
    }

    void flush() {
        if (outlet != null && trailers == null && !unwanted) {
            outlet.flush();
        }
    }

    /** The rest of it will not come. */
    void breakOff() {
        boolean known = outlet != null && trailers == null && !unwanted;
        drop();
        if (known) {
            outlet.broken();
        }
    }

    @Override
    public void into(Outlet taker) {
        outlet = taker;
        askFor();
        for (ByteBuf part = held.poll(); part != null; part = held.poll()) {
            taker.part(part);
        }
        if (trailers != null) {
            taker.end(trailers);
        } else {
            resume();
        }
    }

    private void askFor() {
        if (expected && trailers == null && held.isEmpty()) {
            Wire.send(
                    channel,
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    @Override
    public void resume() {
        full = false;
        if (trailers == null && !unwanted) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void abandon() {
        drop();
    }

    private void drop() {
        unwanted = true;
        held.forEach(ReferenceCountUtil::release);
        held.clear();
        if (gathering != null) {
            Gathering broken = gathering;
            gathering = null;
            broken.bytes().release();
            broken.then().broken();
        }
    }
}
