package dev.dromedary.routes.http;

import dev.dromedary.routes.core.invoke.Wire;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a listener's clients keep open, until it lets them go: each at a moment when its client is told, or long says nothing. */
final class Connections {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final int CLOSE_SECONDS = 2;

    /** Those of HTTP/1.1, and each stream of HTTP/2. */
    private final Set<HttpConnection> served = ConcurrentHashMap.newKeySet();
    /** Those of HTTP/2, whole. */
    private final Set<Channel> http2 = ConcurrentHashMap.newKeySet();

    private volatile boolean leaving;

    void add(HttpConnection connection) {
        served.add(connection);
        Wire.then(connection.channel().closeFuture(), closed -> served.remove(connection));
    }

    /** A connection of HTTP/2, besides its streams. */
    void addHttp2(Channel whole) {
        http2.add(whole);
        Wire.then(whole.closeFuture(), closed -> http2.remove(whole));
        if (leaving) {
            announce(whole);
        }
    }

    /** Whether an answer is the last of its connection. */
    boolean areLeaving() {
        return leaving;
    }

    /** Who keeps one open for nothing loses it. */
    void look() {
        long now = System.nanoTime();
        served.forEach(connection -> connection.channel().eventLoop().execute(() -> {
            if (connection.isLate(now)) {
                connection.late();
            }
        }));
    }

    /**
     * Comes back when the last one has gone. A client that sends another request is answered, and told to go elsewhere: if the
     * connection just ended, that request would be lost on its way, and nobody could say whether it was carried out.
     *
     * @param quiet how long nothing must have come by a connection until it is closed all the same
     * @param longest after that, the others are cut off
     */
    void letGo(Duration quiet, Duration longest) {
        leaving = true;
        http2.forEach(Connections::announce);
        long begun = System.nanoTime();
        long passed = 0;
        while (!(served.isEmpty() && http2.isEmpty()) && passed < longest.toNanos()) {
            closeQuiet(quiet.toNanos(), passed);
            LockSupport.parkNanos(POLL.toNanos());
            passed = System.nanoTime() - begun;
        }
    }

    private void closeQuiet(long quiet, long passed) {
        served.forEach(connection -> connection.channel().eventLoop().execute(() -> {
            if (connection.isQuiet(quiet)) {
                Wire.close(connection.channel());
            }
        }));
        if (passed >= quiet) {
            http2.forEach(whole -> whole.eventLoop().execute(() -> {
                if (isUnused(whole)) {
                    Wire.close(whole);
                }
            }));
        }
    }

    /** As RFC 9113, 6.8 has it: no further stream, of whatever number; those on their way are still served. */
    private static void announce(Channel whole) {
        var last = new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE);
        var unused = whole.writeAndFlush(last);
    }

    private static boolean isUnused(Channel whole) {
        Http2FrameCodec codec = whole.pipeline().get(Http2FrameCodec.class);
        return codec == null || codec.connection().numActiveStreams() == 0;
    }

    /** Cuts off those that are left. */
    void close() {
        List.copyOf(served)
                .forEach(connection ->
                        connection.channel().close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS));
    }
}
