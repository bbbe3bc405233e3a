package dev.dromedary.routes.core.invoke;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The HTTP/2 connections of one event loop: one to a pod, with many calls on it at a time, each a stream. */
final class Streams {

    private static final int WINDOW = 1 << 20;
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int IDLE_SECONDS = 30;

    private final Bootstrap bootstrap;
    private final Map<Pod.Place, ChannelFuture> connections = new HashMap<>();

    /**
     * None yet.
     *
     * @param bootstrap opens connections on the loop
     */
    Streams(Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    /** Opens a stream for a call, which is told. */
    void open(Hop hop, Invocation invocation) {
        ChannelFuture known = connections.get(hop.pod().place());
        boolean usable = known != null && (!known.isDone() || known.channel().isActive());
        ChannelFuture connection = usable ? known : connect(hop.pod().place());
        Wire.then(connection, done -> {
            if (done.isSuccess()) {
                stream(connection.channel(), hop, invocation);
            } else {
                invocation.refused(done.cause());
            }
        });
    }

    private ChannelFuture connect(Pod.Place place) {
        ChannelFuture connection = bootstrap
                .clone()
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        Wire.gathering(),
                                        codec(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
                                        new IdleStateHandler(0, 0, IDLE_SECONDS, TimeUnit.SECONDS),
                                        new Idle());
                    }
                })
                .connect(place.address());
        connections.put(place, connection);
        Wire.then(connection.channel().closeFuture(), closed -> connections.remove(place, connection));
        return connection;
    }

    private static Http2FrameCodec codec() {
        return Http2FrameCodecBuilder.forClient()
                .initialSettings(Http2Settings.defaultSettings()
                        .pushEnabled(false)
                        .initialWindowSize(WINDOW)
                        .maxHeaderListSize(LONGEST_HEAD))
                .build();
    }

    private static void stream(Channel connection, Hop hop, Invocation invocation) {
        var opening = new Http2StreamChannelBootstrap(connection)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(false), hop);
                    }
                })
                .open();
        Wire.then(opening, opened -> {
            if (opened.isSuccess()) {
                invocation.connected(hop);
            } else {
                invocation.refused(opened.cause());
            }
        });
    }

    /** Closes them, and what is on them. */
    void close() {
        Map.copyOf(connections).values().forEach(connection -> Wire.close(connection.channel()));
    }

    /** Nothing was said on a connection for a while: unless a call waits there, it is not needed. */
    private static final class Idle extends ChannelInboundHandlerAdapter {

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof IdleStateEvent
                    && context.pipeline()
                                    .get(Http2FrameCodec.class)
                                    .connection()
                                    .numActiveStreams()
                            == 0) {
                Wire.close(context.channel());
            } else {
                context.fireUserEventTriggered(event);
            }
        }
    }
}
