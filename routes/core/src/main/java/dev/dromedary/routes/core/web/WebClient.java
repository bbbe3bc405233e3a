package dev.dromedary.routes.core.web;

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
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Requests by HTTP, each on a connection of its own. A name is resolved once, each address is checked, and what is connected to is what
 * was checked; nothing is followed anywhere else. Of an answer's body at most {@value WebPipe#LONGEST} bytes are taken.
 */
public final class WebClient implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2_000;

    private final Egress egress;
    private final SslContext tls;
    private final Duration time;
    private final EventLoopGroup loop = new NioEventLoopGroup(1, new DefaultThreadFactory("web", true));

    /**
     * A client.
     *
     * @param egress where to
     * @param tls whom to trust: {@link Trust}
     * @param time how long one request may take
     */
    public WebClient(Egress egress, SslContext tls, Duration time) {
        this.egress = egress;
        this.tls = tls;
        this.time = time;
    }

    /**
     * Sends one; does not wait.
     *
     * @return whatever was answered; fails with {@link WebFailed}, or with a time-out
     */
    public CompletionStage<WebAnswer> send(WebRequest request) {
        CompletableFuture<WebAnswer> answer = new CompletableFuture<>();
        // Resolving a name blocks.
        var unused = Thread.ofVirtual().name("resolve").start(() -> {
            try {
                connect(request, addresses(request.uri()), answer);
            } catch (WebFailed | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.orTimeout(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Why a request came to nothing, in words for a status. */
    public static String why(Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> why(wrapped.getCause());
            case WebFailed failed -> failed.getMessage();
            case TimeoutException slow -> "it takes too long";
            default -> "the connection failed";
        };
    }

    private List<InetAddress> addresses(URI uri) throws WebFailed {
        InetAddress[] all;
        try {
            all = InetAddress.getAllByName(WebRequest.host(uri));
        } catch (UnknownHostException e) {
            throw new WebFailed("the name of the host is not known");
        }
        List<InetAddress> allowed = Arrays.stream(all)
                .filter(address -> egress.allows(address, WebRequest.port(uri)))
                .toList();
        if (allowed.isEmpty()) {
            throw new WebFailed("the router may not connect to "
                    + Arrays.stream(all).map(InetAddress::getHostAddress).collect(Collectors.joining(", "))
                    + "; the administrator can allow it");
        }
        return allowed;
    }

    /** To the first, else to the next. */
    private void connect(WebRequest request, List<InetAddress> addresses, CompletableFuture<WebAnswer> answer) {
        ChannelFuture connection = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new WebPipe(request, tls, answer))
                .connect(new InetSocketAddress(addresses.getFirst(), WebRequest.port(request.uri())));
        var unused = connection.addListener((ChannelFutureListener) connected -> {
            if (connected.isSuccess()) {
                closeAfter(answer, connected.channel());
            } else if (addresses.size() > 1 && !answer.isDone()) {
                connect(request, addresses.subList(1, addresses.size()), answer);
            } else {
                answer.completeExceptionally(new WebFailed("nobody answers there"));
            }
        });
    }

    private static void closeAfter(CompletableFuture<WebAnswer> answer, Channel channel) {
        var unused = answer.whenComplete((bytes, failure) -> close(channel));
    }

    private static void close(Channel channel) {
        var unused = channel.close();
    }

    @Override
    public void close() {
        var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
