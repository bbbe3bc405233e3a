package dev.dromedary.routes.core.invoke;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultithreadEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The event loops of the data path, one a core: a request stays on one of them from its first byte to its answer's last. */
public final class Loops implements AutoCloseable {

    private static final long CLOSE_SECONDS = 2;

    private final MultithreadEventLoopGroup group;
    private final List<EventLoop> all;
    private final boolean epoll = Epoll.isAvailable();

    /**
     * Starts them.
     *
     * @param count how many
     */
    public Loops(int count) {
        DefaultThreadFactory threads = new DefaultThreadFactory("data-path", true);
        group = epoll ? new EpollEventLoopGroup(count, threads) : new NioEventLoopGroup(count, threads);
        List<EventLoop> loops = new ArrayList<>();
        for (EventExecutor loop : group) {
            loops.add((EventLoop) loop);
        }
        all = List.copyOf(loops);
    }

    /** As many as there are cores. */
    public static Loops forThisMachine() {
        return new Loops(Math.max(1, Runtime.getRuntime().availableProcessors()));
    }

    /** All of them, for a server's channels. */
    public MultithreadEventLoopGroup group() {
        return group;
    }

    List<EventLoop> all() {
        return all;
    }

    /** One of them, each as often as the others. */
    public EventLoop next() {
        return group.next();
    }

    /** What a server listens by. */
    public Class<? extends ServerChannel> server() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends Channel> client() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** What names are asked for by. */
    Class<? extends DatagramChannel> datagram() {
        return epoll ? EpollDatagramChannel.class : NioDatagramChannel.class;
    }

    /** Ends them, and whatever is still on them. */
    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
