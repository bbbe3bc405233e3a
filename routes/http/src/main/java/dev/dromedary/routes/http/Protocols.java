package dev.dromedary.routes.http;

import dev.dromedary.routes.core.invoke.Wire;
import dev.dromedary.routes.http.tls.TlsDoor;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.util.List;

/** What a connection speaks: HTTP/2 where it begins so (RFC 9113, 3.3: prior knowledge), or else HTTP/1.1. */
final class Protocols {

    private static final int MOST_STREAMS = 250;
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int WINDOW = 1 << 20;

    private Protocols() {}

    /** Without TLS: the first bytes tell. */
    static void plain(ChannelPipeline pipeline, HttpListener listener) {
        pipeline.addLast(new Beginning(listener));
    }

    /** By TLS, in which the two agree on it. */
    static void secured(ChannelPipeline pipeline, HttpListener listener, TlsDoor door) {
        door.add(pipeline, agreed -> http1(agreed, listener, true), agreed -> http2(agreed, listener, true));
    }

    private static void http1(ChannelPipeline pipeline, HttpListener listener, boolean secured) {
        Codec.add(pipeline);
        pipeline.addLast(new HttpConnection(listener, new HttpConnection.Speech(false, secured)));
    }

    /** Each stream of it is as a connection that serves one request. */
    private static void http2(ChannelPipeline pipeline, HttpListener listener, boolean secured) {
        Http2Settings settings = Http2Settings.defaultSettings()
                .maxConcurrentStreams(MOST_STREAMS)
                .maxHeaderListSize(LONGEST_HEAD)
                .initialWindowSize(WINDOW);
        pipeline.addLast(
                Http2FrameCodecBuilder.forServer().initialSettings(settings).build(),
                new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline()
                                .addLast(
                                        new Http2StreamFrameToHttpObjectCodec(true),
                                        new HttpConnection(listener, new HttpConnection.Speech(true, secured)));
                    }
                }),
                new Broken());
    }

    /** A connection that its client broke off is closed, and that is all: what nobody heeds, Netty logs as a fault of ours. */
    private static final class Broken extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Wire.close(context.channel());
        }
    }

    /** Looks at the first bytes, and leaves them to whom they are for. */
    private static final class Beginning extends ByteToMessageDecoder {

        private final HttpListener listener;

        Beginning(HttpListener listener) {
            this.listener = listener;
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
            int known = Math.min(in.readableBytes(), preface.readableBytes());
            boolean same = in.slice(in.readerIndex(), known).equals(preface.slice(0, known));
            if (!same) {
                http1(context.pipeline(), listener, false);
            } else if (known == preface.readableBytes()) {
                http2(context.pipeline(), listener, false);
            } else {
                return;
            }
            context.pipeline().remove(this);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Wire.close(context.channel());
        }
    }
}
