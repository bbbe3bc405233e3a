package dev.dromedary.routes.http;

import dev.dromedary.routes.core.invoke.Loops;
import dev.dromedary.routes.core.invoke.Wire;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports that connections come in by, on every event loop, and how many there are. */
final class Doors {

    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);
    private static final int BACKLOG = 1024;
    private static final Duration SAID_EVERY = Duration.ofMinutes(1);

    private final Loops loops;
    private final String host;
    private final int most;
    private final List<Channel> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong said = new AtomicLong(System.nanoTime() - SAID_EVERY.toNanos());

    /**
     * None yet.
     *
     * @param host the address to listen on
     * @param most connections at a time, by all of them
     */
    Doors(Loops loops, String host, int most) {
        this.loops = loops;
        this.host = host;
        this.most = most;
    }

    /**
     * Opens one.
     *
     * @param begin makes a new connection's pipeline
     * @throws IllegalStateException if the port is taken, or may not be listened on
     */
    Channel open(int port, Consumer<ChannelPipeline> begin) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        var bound = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        come(client, begin);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException("Cannot listen on " + address + ": set another port", bound.cause());
        }
        open.add(bound.channel());
        return bound.channel();
    }

    private void come(SocketChannel client, Consumer<ChannelPipeline> begin) {
        int now = connections.incrementAndGet();
        Wire.then(client.closeFuture(), closed -> connections.decrementAndGet());
        if (now > most) {
            Wire.close(client);
            sayFull();
        } else {
            begin.accept(client.pipeline());
        }
    }

    private void sayFull() {
        long now = System.nanoTime();
        long last = said.get();
        if (now - last >= SAID_EVERY.toNanos() && said.compareAndSet(last, now)) {
            LOG.warn("New connections are closed: there are {}, as many as may be", most);
        }
    }

    /** How many connections there are. */
    int connections() {
        return connections.get();
    }

    /** The port that the first, the second was opened on. */
    int port(int number) {
        return ((InetSocketAddress) open.get(number).localAddress()).getPort();
    }

    /** Nobody comes in any more. */
    void close() {
        open.forEach(door -> door.close().awaitUninterruptibly());
    }
}
