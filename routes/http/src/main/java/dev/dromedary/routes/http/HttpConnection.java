package dev.dromedary.routes.http;

import dev.dromedary.routes.core.invoke.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A client's connection: one request after another, each a {@link Visit}. What comes before its turn waits unread. */
final class HttpConnection extends ChannelInboundHandlerAdapter {

    /** From a request's first byte to the end of its head. */
    private static final long HEAD_NANOS = Duration.ofSeconds(30).toNanos();
    /** Without a request. */
    private static final long IDLE_NANOS = Duration.ofMinutes(5).toNanos();
    /** Without a byte of a body that is waited for, or without one of the answer being taken. */
    private static final long STILL_NANOS = Duration.ofMinutes(1).toNanos();

    private final HttpListener listener;
    private final Speech speech;
    private final Deque<Object> early = new ArrayDeque<>(4);
    private Channel channel;
    private Visit visit;
    private String peer;
    private boolean taking;
    private boolean closing;
    private long since = System.nanoTime();

    /**
     * How it speaks.
     *
     * @param http2 it is one stream of a connection of HTTP/2, and serves one request
     * @param secured by TLS
     */
    record Speech(boolean http2, boolean secured) {}

    HttpConnection(HttpListener listener, Speech speech) {
        this.listener = listener;
        this.speech = speech;
    }

    /** The address at its other end, as text. */
    String peer() {
        if (peer == null) {
            peer = address().getHostAddress();
        }
        return peer;
    }

    private InetAddress address() {
        return ((InetSocketAddress) channel.remoteAddress()).getAddress();
    }

    /** Whether whoever is there is believed what he says of his clients. */
    boolean isFromTrusted() {
        return listener.proxies().trusts(address());
    }

    /** The address that a request came from. */
    String client(HttpHeaders headers) {
        return isFromTrusted() ? listener.proxies().client(address(), headers).getHostAddress() : peer();
    }

    boolean isHttp2() {
        return speech.http2();
    }

    /** What it speaks, for a person. */
    String protocol() {
        return (speech.http2() ? "HTTP/2" : "HTTP/1.1") + (speech.secured() ? " TLS" : "");
    }

    boolean isSecured() {
        return speech.secured();
    }

    Channel channel() {
        return channel;
    }

    HttpListener listener() {
        return listener;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        listener.connections().add(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        since = System.nanoTime();
        if (closing) {
            ReferenceCountUtil.release(read);
        } else if (!early.isEmpty() || (visit != null && visit.isWhole())) {
            early.add(read);
            channel.config().setAutoRead(false);
        } else {
            taking = true;
            take(read);
            taking = false;
            goOn();
        }
    }

    private void take(Object read) {
        switch (read) {
            case HttpRequest request -> {
                Visit begun = new Visit(this, request);
                visit = begun;
                listener.accept(begun);
                if (request instanceof FullHttpRequest whole) {
                    begun.content(whole);
                }
            }
            case HttpContent content when visit != null -> visit.content(content);
            case ByteBuf bytes when visit != null -> visit.bytes(bytes);
            default -> ReferenceCountUtil.release(read);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (visit != null) {
            visit.flushBody();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        since = System.nanoTime();
        if (visit != null && channel.isWritable()) {
            visit.writable();
        }
    }

    /** A request was answered to the end. */
    void over(boolean again) {
        visit = null;
        since = System.nanoTime();
        if (!again) {
            closing = true;
            discard();
        } else if (!taking) {
            goOn();
        }
    }

    /** Takes what came early, as long as it is its turn; no answer that is there at once is a call deeper than the last. */
    private void goOn() {
        taking = true;
        while (!closing && !early.isEmpty() && (visit == null || !visit.isWhole())) {
            take(early.poll());
        }
        taking = false;
        if (early.isEmpty() && visit == null && !closing) {
            channel.config().setAutoRead(true);
        }
    }

    private void discard() {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }

    /**
     * Nothing more is answered. A client that still sends would lose the answer if the connection just ended (RFC 9112, 9.6):
     * ours ends, and what comes is dropped for a while.
     */
    void close(boolean stillSends) {
        closing = true;
        if (speech.http2()) {
            Wire.close(channel);
        } else if (stillSends && channel.isActive()) {
            channel.config().setAutoRead(true);
            Wire.then(channel.writeAndFlush(Unpooled.EMPTY_BUFFER), sent -> listener.linger(channel));
        } else {
            Wire.then(channel.writeAndFlush(Unpooled.EMPTY_BUFFER), sent -> Wire.close(channel));
        }
    }

    /** Whether somebody keeps it open for nothing. */
    boolean isLate(long now) {
        long still = now - since;
        if (visit == null) {
            Optional<Grammar> head = unfinished();
            return head.isPresent() ? head.get().isInHead(now, HEAD_NANOS) : still > IDLE_NANOS;
        }
        return still > STILL_NANOS && visit.waitsForClient();
    }

    /** Whether something waits for what is under way to be over. */
    boolean isAhead() {
        return !early.isEmpty();
    }

    /** Whether nothing is under way on it, and nothing has been for so long. */
    boolean isQuiet(long nanos) {
        return visit == null
                && !closing
                && System.nanoTime() - since >= nanos
                && unfinished().isEmpty();
    }

    /** Who reads a head of which only a part has come. */
    private Optional<Grammar> unfinished() {
        return Optional.ofNullable(channel.pipeline().get(Grammar.class)).filter(Grammar::isInHead);
    }

    /** It is kept open for nothing. */
    void late() {
        if (visit != null) {
            visit.refuse(408, "The rest of the request did not come in time");
        }
        Wire.close(channel);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        discard();
        if (visit != null) {
            visit.gone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (speech.http2()) {
            Http2.reset(channel, cause);
        } else {
            Wire.close(channel);
        }
    }
}
