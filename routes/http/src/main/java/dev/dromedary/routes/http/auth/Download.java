package dev.dromedary.routes.http.auth;

import dev.dromedary.routes.core.Egress;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/**
 * Small documents by HTTPS. A name is resolved once, each address is checked, and what is connected to is what was checked;
 * nothing is followed anywhere else. At most {@value DownloadPipe#LONGEST} bytes each.
 */
final class Download implements AutoCloseable {

    /** What a trigger's keys may take, in all. */
    static final Duration TIME = Duration.ofSeconds(5);

    private static final int CONNECT_MILLIS = 2_000;

    private final Egress egress;
    private final SslContext tls;
    private final Duration time;
    private final EventLoopGroup loop = new NioEventLoopGroup(1, new DefaultThreadFactory("download", true));

    /**
     * Downloads.
     *
     * @param egress where from
     * @param tls whom to trust
     * @param time how long one may take
     */
    Download(Egress egress, SslContext tls, Duration time) {
        this.egress = egress;
        this.tls = tls;
        this.time = time;
    }

    /** Whom Java trusts. */
    static SslContext trust() {
        try {
            return SslContextBuilder.forClient().sslProvider(SslProvider.JDK).build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Gets one.
     *
     * @param uri with {@code https} and a host
     * @return fails with {@link DownloadFailed}, or with a time-out
     */
    CompletionStage<byte[]> get(URI uri) {
        CompletableFuture<byte[]> document = new CompletableFuture<>();
        // Resolving a name blocks.
        var unused = Thread.ofVirtual().name("resolve").start(() -> {
            try {
                connect(uri, addresses(uri), document);
            } catch (DownloadFailed | RuntimeException e) {
                document.completeExceptionally(e);
            }
        });
        return document.orTimeout(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private List<InetAddress> addresses(URI uri) throws DownloadFailed {
        InetAddress[] all;
        try {
            all = InetAddress.getAllByName(KeyUri.host(uri));
        } catch (UnknownHostException e) {
            throw new DownloadFailed("the name of the host is not known");
        }
        List<InetAddress> allowed = Arrays.stream(all)
                .filter(address -> egress.allows(address, KeyUri.port(uri)))
                .toList();
        if (allowed.isEmpty()) {
            throw new DownloadFailed("the router may not connect to "
                    + Arrays.stream(all).map(InetAddress::getHostAddress).collect(Collectors.joining(", "))
                    + "; the administrator can allow it");
        }
        return allowed;
    }

    /** To the first, else to the next. */
    private void connect(URI uri, List<InetAddress> addresses, CompletableFuture<byte[]> document) {
        ChannelFuture connection = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new DownloadPipe(uri, tls, document))
                .connect(new InetSocketAddress(addresses.getFirst(), KeyUri.port(uri)));
        var unused = connection.addListener((ChannelFutureListener) connected -> {
            if (connected.isSuccess()) {
                closeAfter(document, connected.channel());
            } else if (addresses.size() > 1 && !document.isDone()) {
                connect(uri, addresses.subList(1, addresses.size()), document);
            } else {
                document.completeExceptionally(new DownloadFailed("nobody answers there"));
            }
        });
    }

    private static void closeAfter(CompletableFuture<byte[]> document, Channel channel) {
        var unused = document.whenComplete((bytes, failure) -> close(channel));
    }

    private static void close(Channel channel) {
        var unused = channel.close();
    }

    @Override
    public void close() {
        var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
