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
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a connection speaks: HTTP/2 where it begins so (RFC 9113, 3.3: prior knowledge), or else HTTP/1.1. */
final class Protocols {

    /** Until the first bytes are there that tell what is spoken. */
    private static final int BEGIN_SECONDS = 30;
    /** Once or twice that, without a request, ends a connection of HTTP/2. */
    private static final int IDLE_SECONDS = 150;

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
        pipeline.addLast(Wire.gathering());
        Codec.add(pipeline);
        pipeline.addLast(new HttpConnection(listener, new HttpConnection.Speech(false, secured)));
    }

    /** Each stream of it is as a connection that serves one request. */
    private static void http2(ChannelPipeline pipeline, HttpListener listener, boolean secured) {
        Http2FrameCodec codec = Http2.codec();
        pipeline.addLast(
                Wire.gathering(),
                codec,
                new Http2.Unheeded(),
                new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        Http2.bound(stream);
                        stream.pipeline()
                                .addLast(
                                        new StreamGrammar(),
                                        new Http2StreamFrameToHttpObjectCodec(true),
                                        new HttpConnection(listener, new HttpConnection.Speech(true, secured)));
                    }
                }),
                new Whole(codec.connection()));
        listener.connections().addHttp2(pipeline.channel());
    }

    /**
     * The whole of an HTTP/2 connection. It ends where its client has no request for a while; or breaks it off, which is no
     * fault of ours: what nobody heeds, Netty logs as one.
     */
    private static final class Whole extends ChannelInboundHandlerAdapter {

        private final Http2Connection streams;
        private Future<?> looking;
        private int last = -1;

        Whole(Http2Connection streams) {
            this.streams = streams;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            looking = context.executor()
                    .scheduleWithFixedDelay(
                            () -> look(context.channel()), IDLE_SECONDS, IDLE_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            looking.cancel(false);
        }

        private void look(Channel channel) {
            int latest = streams.remote().lastStreamCreated();
            if (latest == last && streams.numActiveStreams() == 0) {
                Wire.close(channel);
            }
            last = latest;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // The codec ends a connection for its client's mistakes itself, and says for which.
            if (!(cause instanceof Http2Exception)) {
                Wire.close(context.channel());
            }
        }
    }

    /** Looks at the first bytes, and leaves them to whom they are for. */
    private static final class Beginning extends ByteToMessageDecoder {

        private final HttpListener listener;
        private Future<?> patience;

        Beginning(HttpListener listener) {
            this.listener = listener;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            patience =
                    context.executor().schedule(() -> Wire.close(context.channel()), BEGIN_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        protected void handlerRemoved0(ChannelHandlerContext context) {
            patience.cancel(false);
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
