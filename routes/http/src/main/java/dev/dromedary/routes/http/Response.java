package dev.dromedary.routes.http;

import dev.dromedary.routes.core.invoke.Answer;
import dev.dromedary.routes.core.invoke.Inlet;
import dev.dromedary.routes.core.invoke.Outlet;
import dev.dromedary.routes.core.invoke.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/** What goes back to the client: the function's answer as it comes (status, headers, body, trailers), or the router's own. */
final class Response implements Outlet {

    private final Visit visit;
    private final Channel channel;
    private Inlet inlet;
    /** Kept back until it is known whether there is more: an answer that is short goes out in one piece. */
    private HttpResponse head;

    private ByteBuf last;
    private int status;
    private long sent;
    private boolean switched;
    private boolean again;

    Response(Visit visit, Channel channel) {
        this.visit = visit;
        this.channel = channel;
    }

    boolean begun() {
        return status != 0;
    }

    /** How many bytes of its body went out. */
    long sent() {
        return sent;
    }

    /** 0 as long as nothing was said. */
    int status() {
        return status;
    }

    /** Whether the connection has gone on in another protocol. */
    boolean switched() {
        return switched;
    }

    /** The router's own answer. */
    void send(int code, HttpHeaders headers, ByteBuf body) {
        status = code;
        again = visit.keepsAlive();
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        sent = body.readableBytes();
        connection(headers);
        answersHead();
        visit.journey().leave();
        Wire.send(
                channel,
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(code),
                        visit.head().isHead() ? Unpooled.EMPTY_BUFFER : body,
                        headers,
                        EmptyHttpHeaders.INSTANCE));
        visit.end(again);
    }

    /** The function's answer. */
    void send(Answer answer) {
        status = answer.status().code();
        inlet = answer.body();
        HttpHeaders headers = answer.headers();
        switched = answer.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        again = visit.keepsAlive() && !switched;
        if (switched && visit.connection().isAhead()) {
            // What was read as a request was none, or should not have come yet.
            broken();
            return;
        }
        if (switched) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        } else {
            frame(headers);
            connection(headers);
        }
        answersHead();
        head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, answer.status(), headers);
        if (switched) {
            writeKept();
            Wire.send(channel, LastHttpContent.EMPTY_LAST_CONTENT);
            Codec.remove(channel.pipeline());
        }
        inlet.into(this);
    }

    /** A body whose length nobody has said goes in chunks; to a client that knows no chunks, until the connection ends. */
    private void frame(HttpHeaders headers) {
        boolean bodyless = visit.head().isHead() || status == 204 || status == 304;
        if (bodyless || headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            return;
        }
        if (visit.head().isHttp10()) {
            again = false;
        } else if (!visit.connection().isHttp2()) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
    }

    private void answersHead() {
        if (!visit.connection().isHttp2()) {
            channel.pipeline().get(Codec.Encoder.class).answersHead(visit.head().isHead());
        }
    }

    private void connection(HttpHeaders headers) {
        if (visit.connection().isHttp2()) {
            return;
        }
        if (!again) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (visit.head().isHttp10()) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    private void write(Object message) {
        Wire.write(channel, message);
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void part(ByteBuf bytes) {
        sent += bytes.readableBytes();
        if (switched) {
            write(bytes);
            return;
        }
        if (last != null) {
            writeKept();
        }
        last = bytes;
    }

    private void writeKept() {
        if (head != null) {
            write(head);
            head = null;
        }
        if (last != null) {
            write(new DefaultHttpContent(last));
            last = null;
        }
    }

    @Override
    public void flush() {
        writeKept();
        channel.flush();
    }

    @Override
    public void end(HttpHeaders trailers) {
        inlet = null;
        visit.journey().leave();
        if (!switched) {
            Wire.send(channel, rest(trailers));
            head = null;
            last = null;
        }
        visit.end(again);
    }

    /** All that has not gone out. An answer of gRPC that is a head alone stays one, in one frame. */
    private LastHttpContent rest(HttpHeaders trailers) {
        ByteBuf body = last == null ? Unpooled.EMPTY_BUFFER : last;
        if (head != null) {
            return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, head.status(), body, head.headers(), trailers);
        }
        return last == null && trailers.isEmpty()
                ? LastHttpContent.EMPTY_LAST_CONTENT
                : new DefaultLastHttpContent(body, trailers);
    }

    /** The head is out: ending the connection is the only way left to say that the body is not whole. */
    @Override
    public void broken() {
        writeKept();
        Inlet from = inlet;
        inlet = null;
        if (from != null) {
            from.abandon();
        }
        Wire.close(channel);
    }

    void writable() {
        if (inlet != null) {
            inlet.resume();
        }
    }
}
