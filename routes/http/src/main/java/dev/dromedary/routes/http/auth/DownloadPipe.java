package dev.dromedary.routes.http.auth;

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
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** One connection, for one document. */
final class DownloadPipe extends ChannelInitializer<SocketChannel> {

    static final int LONGEST = 1024 * 1024;

    private final URI uri;
    private final SslContext tls;
    private final CompletableFuture<byte[]> document;

    DownloadPipe(URI uri, SslContext tls, CompletableFuture<byte[]> document) {
        this.uri = uri;
        this.tls = tls;
        this.document = document;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        SslHandler encryption = tls.newHandler(channel.alloc(), KeyUri.host(uri), KeyUri.port(uri));
        SSLParameters parameters = encryption.engine().getSSLParameters();
        // Without this any certificate would do that anybody has for any host.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        encryption.engine().setSSLParameters(parameters);
        var unused = channel.pipeline()
                .addLast(encryption, new HttpClientCodec(), new HttpObjectAggregator(LONGEST), new Exchange());
    }

    private FullHttpRequest request() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query =
                Optional.ofNullable(uri.getRawQuery()).map(text -> "?" + text).orElse("");
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path + query, Unpooled.EMPTY_BUFFER);
        request.headers()
                .set(HttpHeaderNames.HOST, uri.getRawAuthority())
                .set(HttpHeaderNames.ACCEPT, "application/json")
                .set(HttpHeaderNames.USER_AGENT, "dromedary-router")
                .set(HttpHeaderNames.CONNECTION, "close");
        return request;
    }

    private final class Exchange extends SimpleChannelInboundHandler<FullHttpResponse> {

        @Override
        public void channelActive(ChannelHandlerContext context) {
            var unused = context.writeAndFlush(request());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
            if (answer.status().equals(HttpResponseStatus.OK)) {
                document.complete(ByteBufUtil.getBytes(answer.content()));
            } else {
                fail("it answers " + answer.status().code() + " (redirects are not followed)");
            }
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
            fail("the connection ended before the document");
        }

        private void fail(String message) {
            document.completeExceptionally(new DownloadFailed(message));
        }
    }
}
