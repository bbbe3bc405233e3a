package dev.dromedary.routes.http;

import dev.dromedary.routes.core.invoke.Wire;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2PriorityFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2UnknownFrame;
import io.netty.util.ReferenceCountUtil;

/** HTTP/2 as the listener speaks it: what one connection may cost has a bound, whatever its client says. */
final class Http2 {

    private static final int MOST_STREAMS = 250;
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int WINDOW = 1 << 20;

    /** As many streams a connection may have reset, by its client (CVE-2023-44487) or by us for its mistakes (CVE-2025-8671). */
    private static final int MOST_RESETS = 200;

    private static final int RESET_SECONDS = 30;
    /** Frames of a head that carry next to nothing of it (CVE-2024-27316). */
    private static final int MOST_CRUMBS = 16;
    /** Frames of data in a row that carry none (CVE-2019-9518). */
    private static final int MOST_EMPTY = 2;
    /** Answers to pings and settings that nobody takes (CVE-2019-9512, CVE-2019-9515). */
    private static final int MOST_UNTAKEN = 1000;
    /** Of an answer that its client does not take: so much of each stream, of which there are many. */
    private static final WriteBufferWaterMark HELD = new WriteBufferWaterMark(16 * 1024, 32 * 1024);

    private Http2() {}

    static Http2FrameCodec codec() {
        Http2FrameCodec codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(MOST_STREAMS)
                        .maxHeaderListSize(LONGEST_HEAD)
                        .initialWindowSize(WINDOW))
                .decoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESET_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESET_SECONDS)
                .decoderEnforceMaxSmallContinuationFrames(MOST_CRUMBS)
                .decoderEnforceMaxConsecutiveEmptyDataFrames(MOST_EMPTY)
                .encoderEnforceMaxQueuedControlFrames(MOST_UNTAKEN)
                .build();
        // Netty would wait for the client to say that it has seen the settings, which it need never do.
        codec.connection().remote().maxActiveStreams(MOST_STREAMS);
        return codec;
    }

    static void bound(Channel stream) {
        stream.config().setWriteBufferWaterMark(HELD);
    }

    /**
     * Ends a stream for an exception. Whose mistake it was is said: what is merely cancelled does not count among the
     * {@link #MOST_RESETS}.
     */
    static void reset(Channel stream, Throwable cause) {
        Throwable why = cause;
        while (why != null && !(why instanceof Http2Exception)) {
            why = why.getCause();
        }
        if (why instanceof Http2Exception mistake) {
            reset(stream, mistake.error());
        } else if (cause instanceof DecoderException) {
            reset(stream, Http2Error.PROTOCOL_ERROR);
        } else {
            Wire.close(stream);
        }
    }

    static void reset(Channel stream, Http2Error error) {
        // A write that fails must not come back as an exception.
        var unused = stream.writeAndFlush(new DefaultHttp2ResetFrame(error));
        Wire.close(stream);
    }

    /** Drops frames that mean nothing here: no window bounds them, and a stream that is not read would keep each of them. */
    static final class Unheeded extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2UnknownFrame || message instanceof Http2PriorityFrame) {
                ReferenceCountUtil.release(message);
            } else {
                context.fireChannelRead(message);
            }
        }
    }
}
