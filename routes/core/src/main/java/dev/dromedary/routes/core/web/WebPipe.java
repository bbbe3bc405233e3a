package dev.dromedary.routes.core.web;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** One connection, for one request. */
final class WebPipe extends ChannelInitializer<SocketChannel> {

    static final int LONGEST = 1024 * 1024;

    private final WebRequest request;
    private final SslContext tls;
    private final CompletableFuture<WebAnswer> answer;

    WebPipe(WebRequest request, SslContext tls, CompletableFuture<WebAnswer> answer) {
        this.request = request;
        this.tls = tls;
        this.answer = answer;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        if (request.isSecured()) {
            var unused = channel.pipeline().addLast(secured(channel));
        }
        var unused =
                channel.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(LONGEST), new Exchange());
    }

    private SslHandler secured(SocketChannel channel) {
        SslHandler encryption =
                tls.newHandler(channel.alloc(), WebRequest.host(request.uri()), WebRequest.port(request.uri()));
        SSLParameters parameters = encryption.engine().getSSLParameters();
        // Without this any certificate would do that anybody has for any host.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        encryption.engine().setSSLParameters(parameters);
        return encryption;
    }

    private FullHttpRequest first() {
        FullHttpRequest first = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                request.method(),
                request.target(),
                request.body().retainedDuplicate());
        first.headers()
                .set(request.headers())
                .set(HttpHeaderNames.HOST, request.uri().getRawAuthority())
                .set(HttpHeaderNames.USER_AGENT, "dromedary-router")
                .set(HttpHeaderNames.CONNECTION, "close");
        if (!request.method().equals(HttpMethod.GET)) {
            first.headers().set(HttpHeaderNames.CONTENT_LENGTH, request.body().readableBytes());
        }
        return first;
    }

    private final class Exchange extends SimpleChannelInboundHandler<FullHttpResponse> {

        @Override
        public void channelActive(ChannelHandlerContext context) {
            var unused = context.writeAndFlush(first());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse came) {
            answer.complete(
                    new WebAnswer(came.status().code(), Unpooled.wrappedBuffer(ByteBufUtil.getBytes(came.content()))));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            if (failure instanceof TooLongHttpContentException) {
                fail("it is longer than " + LONGEST + " bytes");
            } else if (failure instanceof SSLException || failure.getCause() instanceof SSLException) {
                fail("its certificate is not trusted for this host, or TLS fails otherwise");
            } else {
                fail("the connection failed");
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            fail("the connection ended before the answer");
        }

        private void fail(String message) {
            answer.completeExceptionally(new WebFailed(message));
        }
    }
}
