package dev.dromedary.routes.http.tls;

import dev.dromedary.routes.core.invoke.Wire;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.function.Consumer;

/** The beginning of a connection that is secured by TLS: which host, which certificate, which HTTP. */
public final class TlsDoor {

    private static final int LONGEST_HELLO = 16 * 1024;
    private static final long HANDSHAKE_MILLIS = Duration.ofSeconds(10).toMillis();

    /** A fatal alert: unrecognized_name (RFC 6066, 3). */
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    private final Certificates certificates;

    /** A door at which these certificates are shown. */
    public TlsDoor(Certificates certificates) {
        this.certificates = certificates;
    }

    /**
     * Has a connection begin by TLS.
     *
     * @param http1 goes on where HTTP/1.1 was agreed on, or nothing was
     * @param http2 goes on where HTTP/2 was
     */
    public void add(ChannelPipeline pipeline, Consumer<ChannelPipeline> http1, Consumer<ChannelPipeline> http2) {
        pipeline.addLast(new Hello(certificates), new Agreement(http1, http2));
    }

    /** Reads the first message, and secures the connection as it asks. */
    private static final class Hello extends AbstractSniHandler<SslContext> {

        private final Certificates certificates;

        Hello(Certificates certificates) {
            super(LONGEST_HELLO, HANDSHAKE_MILLIS);
            this.certificates = certificates;
        }

        @Override
        protected Future<SslContext> lookup(ChannelHandlerContext context, String host) {
            Promise<SslContext> found = context.executor().newPromise();
            var unused = certificates.find(host).whenComplete((certificate, failure) -> {
                if (failure == null) {
                    found.trySuccess(certificate);
                } else {
                    found.tryFailure(failure);
                }
            });
            return found;
        }

        @Override
        protected void onLookupComplete(ChannelHandlerContext context, String host, Future<SslContext> found) {
            if (found.isSuccess()) {
                context.pipeline().replace(this, "tls", found.getNow().newHandler(context.alloc()));
            } else {
                Wire.then(
                        context.writeAndFlush(Unpooled.wrappedBuffer(UNRECOGNIZED_NAME)),
                        sent -> Wire.close(context.channel()));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Wire.close(context.channel());
        }
    }

    /** Goes on by what was agreed on (ALPN, RFC 7301). What fails is the client's to say. */
    private static final class Agreement extends ApplicationProtocolNegotiationHandler {

        private final Consumer<ChannelPipeline> http1;
        private final Consumer<ChannelPipeline> http2;

        Agreement(Consumer<ChannelPipeline> http1, Consumer<ChannelPipeline> http2) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.http1 = http1;
            this.http2 = http2;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            (ApplicationProtocolNames.HTTP_2.equals(protocol) ? http2 : http1).accept(context.pipeline());
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
            Wire.close(context.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Wire.close(context.channel());
        }
    }
}
