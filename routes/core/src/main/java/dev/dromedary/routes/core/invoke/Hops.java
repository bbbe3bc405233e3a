package dev.dromedary.routes.core.invoke;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The connections of one event loop to pods, and the calls that are under way on it. All but the constructor runs on that loop. */
final class Hops {

    private static final int CONNECT_MILLIS = 2000;
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int PART = 64 * 1024;
    private static final long LOOK_MILLIS = 100;
    /** Below the 5 s after which Node.js closes an idle connection, perhaps just as we send. */
    private static final long IDLE_NANOS = Duration.ofSeconds(4).toNanos();

    private final Bootstrap bootstrap;
    private final AddressResolverGroup<InetSocketAddress> names;
    private final Map<Pod.Place, Deque<Hop>> idle = new HashMap<>();
    private final Set<Invocation> underWay = new HashSet<>();
    private final Streams streams;

    /**
     * Those of a loop.
     *
     * @param names finds the address of a name
     */
    Hops(EventLoop loop, Loops loops, AddressResolverGroup<InetSocketAddress> names) {
        this.names = names;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(loops.client())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true);
        this.streams = new Streams(bootstrap);
        var unused = loop.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A free connection to a pod. */
    Optional<Hop> take(Pod pod) {
        Deque<Hop> free = idle.get(pod.place());
        for (Hop hop = poll(free); hop != null; hop = poll(free)) {
            if (hop.isOpen()) {
                return Optional.of(hop);
            }
        }
        return Optional.empty();
    }

    private static Hop poll(Deque<Hop> free) {
        return free == null ? null : free.pollFirst();
    }

    /** A connection is free: the one used last is used next, so that those not needed fall silent. */
    void give(Hop hop) {
        hop.idleFrom(System.nanoTime());
        idle.computeIfAbsent(hop.pod().place(), place -> new ArrayDeque<>()).addFirst(hop);
    }

    /** A connection is gone. */
    void forget(Hop hop) {
        Deque<Hop> free = idle.get(hop.pod().place());
        if (free != null) {
            free.remove(hop);
        }
    }

    /** Opens a stream of HTTP/2 for a call, which is told. */
    void stream(Pod pod, Invocation invocation) {
        streams.open(new Hop(pod, this, true), invocation);
    }

    /** Opens a connection for a call, which is told. */
    void connect(Pod pod, Invocation invocation) {
        Hop hop = new Hop(pod, this, false);
        Bootstrap opening = bootstrap.clone().handler(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(Wire.gathering(), codec(), hop);
            }
        });
        if (pod.place().address().isUnresolved()) {
            opening.resolver(names);
        }
        ChannelFuture opened = opening.connect(pod.place().address());
        Wire.then(opened, done -> {
            if (done.isSuccess()) {
                invocation.connected(hop);
            } else {
                invocation.refused(done.cause());
            }
        });
    }

    private static HttpClientCodec codec() {
        HttpDecoderConfig config = new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LONGEST_HEAD)
                .setMaxChunkSize(PART);
        return new HttpClientCodec(config, false, false);
    }

    void begun(Invocation invocation) {
        underWay.add(invocation);
    }

    void ended(Invocation invocation) {
        underWay.remove(invocation);
    }

    /** One look at everything now and then costs less than a timer a call. */
    private void look() {
        long now = System.nanoTime();
        List<Invocation> late = new ArrayList<>();
        for (Invocation invocation : underWay) {
            if (invocation.isLate(now)) {
                late.add(invocation);
            }
        }
        late.forEach(Invocation::late);
        List<Hop> silent = new ArrayList<>();
        idle.values().removeIf(free -> {
            while (!free.isEmpty() && now - free.peekLast().idleSince() > IDLE_NANOS) {
                silent.add(free.pollLast());
            }
            return free.isEmpty();
        });
        silent.forEach(Hop::close);
    }

    /** Closes what is free; what is under way ends with its loop. */
    void close() {
        List<Hop> free = new ArrayList<>();
        idle.values().forEach(free::addAll);
        idle.clear();
        free.forEach(Hop::close);
        streams.close();
    }
}
