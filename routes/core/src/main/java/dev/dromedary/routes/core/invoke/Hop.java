package dev.dromedary.routes.core.invoke;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;

/**
 * One connection to a pod: takes one call at a time, sends it, and hands over the answer. Bytes go through it without
 * being held.
 */
final class Hop extends ChannelInboundHandlerAdapter {

    private static final int SWITCHING = 101;
    private static final int FINAL = 200;

    private final Pod pod;
    private final Hops pool;
    private final boolean stream;
    private Channel channel;
    private Invocation invocation;
    private AnswerStream answer;
    private CallOutlet outlet;
    private boolean reusable;
    private boolean interim;
    private boolean switched;
    private long idleSince;

    /**
     * A connection that is not open yet.
     *
     * @param stream it is one stream of a connection of HTTP/2, and carries one call
     */
    Hop(Pod pod, Hops pool, boolean stream) {
        this.pod = pod;
        this.pool = pool;
        this.stream = stream;
    }

    Pod pod() {
        return pod;
    }

    boolean isOpen() {
        return channel.isActive();
    }

    /** When it was last needed, by the monotonic clock. */
    long idleSince() {
        return idleSince;
    }

    void idleFrom(long nanos) {
        idleSince = nanos;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    /** Carries a call. */
    void carry(Invocation wanted) {
        invocation = wanted;
        answer = null;
        reusable = false;
        interim = false;
        Call call = wanted.call();
        Object first = Requests.first(call, stream);
        Wire.write(channel, first);
        outlet = null;
        if (call.body() instanceof Call.Stream body) {
            outlet = new CallOutlet(channel, wanted, false);
            body.bytes().into(outlet);
        }
        channel.flush();
    }

    void close() {
        Wire.close(channel);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (invocation != null && channel.isWritable()) {
            invocation.call().inlet().ifPresent(Inlet::resume);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (invocation == null) {
            // An answer that nobody asked for: whoever comes next must not get it.
            ReferenceCountUtil.release(message);
            Wire.close(channel);
            return;
        }
        invocation.moved();
        switch (message) {
            case HttpResponse head
            when head.decoderResult().isFailure() -> {
                ReferenceCountUtil.release(message);
                Wire.close(channel);
            }
            case FullHttpResponse whole -> {
                head(whole);
                content(whole);
            }
            case HttpResponse head -> head(head);
            case HttpContent content -> content(content);
            case ByteBuf bytes -> answer.part(bytes);
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void head(HttpResponse head) {
        int status = head.status().code();
        switched = status == SWITCHING && invocation.call().body() instanceof Call.Upgrade;
        interim = status < FINAL && !switched;
        if (interim) {
            return;
        }
        reusable = HttpUtil.isKeepAlive(head) && !switched && !stream;
        answer = new AnswerStream(channel);
        if (!switched) {
            Headers.endToEnd(head.headers());
        }
        invocation.answered(new Answer(head.status(), head.headers(), answer));
    }

    private void content(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (interim || switched) {
            content.release();
            interim = interim && !last;
            if (switched && last) {
                goOn();
            }
            return;
        }
        answer.part(content.content());
        if (last) {
            AnswerStream whole = answer;
            finish();
            whole.end(((LastHttpContent) content).trailingHeaders());
        }
    }

    /** From here on there is no HTTP: what the codec still has goes on by itself. */
    private void goOn() {
        channel.pipeline().remove(HttpClientCodec.class);
        outlet = new CallOutlet(channel, invocation, true);
        invocation.call().inlet().orElseThrow().into(outlet);
        channel.flush();
    }

    /** The answer is whole: the connection is free, unless the function did not want the rest of the call. */
    private void finish() {
        Invocation done = invocation;
        boolean allSent = outlet == null || outlet.ended();
        invocation = null;
        if (!allSent) {
            outlet.leave();
            done.call().inlet().ifPresent(Inlet::abandon);
        }
        if (reusable && allSent && channel.isActive()) {
            channel.config().setAutoRead(true);
            pool.give(this);
        } else {
            Wire.close(channel);
        }
        done.ended();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (answer != null) {
            answer.flush();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        pool.forget(this);
        Invocation broken = invocation;
        invocation = null;
        if (broken == null) {
            return;
        }
        if (switched) {
            answer.end(EmptyHttpHeaders.INSTANCE);
            broken.ended();
        } else {
            broken.broken(Optional.ofNullable(answer));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Wire.close(channel);
    }
}
