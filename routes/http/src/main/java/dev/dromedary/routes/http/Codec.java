package dev.dromedary.routes.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** HTTP/1.1 as the listener speaks it: whatever two readers could take for two things is refused (RFC 9112, 11.2). */
final class Codec {

    private static final int LONGEST_LINE = 16 * 1024;
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int PART = 64 * 1024;

    private Codec() {}

    static void add(ChannelPipeline pipeline) {
        HttpDecoderConfig config = new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LONGEST_HEAD)
                .setMaxChunkSize(PART)
                .setStrictLineParsing(true);
        pipeline.addLast(new Grammar(), new Decoder(config), new Encoder());
    }

    /** From here on there is no HTTP; what was read too far goes on as it is. */
    static void remove(ChannelPipeline pipeline) {
        pipeline.remove(Encoder.class);
        pipeline.remove(Decoder.class);
        pipeline.remove(Grammar.class);
    }

    private static final class Decoder extends HttpRequestDecoder {

        Decoder(HttpDecoderConfig config) {
            super(config);
        }

        /** Netty would take the length away and go on. */
        @Override
        protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
            throw new IllegalArgumentException("Both Content-Length and Transfer-Encoding");
        }
    }

    /** Answers to HEAD have the length of a body, and none. */
    static final class Encoder extends HttpResponseEncoder {

        private boolean head;

        /** The next answer is one to HEAD, or is not. */
        void answersHead(boolean isHead) {
            head = isHead;
        }

        @Override
        protected boolean isContentAlwaysEmpty(HttpResponse response) {
            return (head && response.status().code() >= 200) || super.isContentAlwaysEmpty(response);
        }
    }
}
