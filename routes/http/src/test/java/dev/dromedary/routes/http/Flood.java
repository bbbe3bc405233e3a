package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** One client that floods the router by HTTP/2, and a neighbour by HTTP/1.1 who wants to be served meanwhile. */
final class Flood implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final int AT_A_TIME = 1 << 14;
    private static final int NO_CONTENT = 204;
    private static final long A_LITTLE = 12L << 20;
    private static final byte[] SHORT = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LONG = ("HTTP/1.1 200 OK\r\nContent-Length: 4194304\r\n\r\n" + "x".repeat(1 << 22))
            .getBytes(StandardCharsets.US_ASCII);

    private final HttpBench door;
    private final RawPod pod;
    /** Requests for what is slow that reached the function. */
    final AtomicInteger asked = new AtomicInteger();

    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicLong slowest = new AtomicLong();
    private final Thread neighbour;
    private final long before;
    RawHttp2 client;

    Flood() throws Exception {
        door = new HttpBench();
        pod = new RawPod((socket, number) -> serve(socket));
        HttpHostileTest.everything(door, pod.port());
        door.get("a.example", "/warm");
        neighbour = Thread.ofVirtual().start(this::live);
        before = held();
        client = new RawHttp2(door.listener.port()).listening();
    }

    private void serve(Socket socket) throws IOException {
        while (true) {
            String request = RawPod.head(socket).getFirst();
            byte[] answer = SHORT;
            if (request.contains("/slow")) {
                asked.incrementAndGet();
                hold();
            } else if (request.contains("/long")) {
                answer = LONG;
            }
            socket.getOutputStream().write(answer);
        }
    }

    private void hold() {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void live() {
        try {
            while (!over.get()) {
                long begun = System.nanoTime();
                assertThat(door.get("a.example", "/neighbour").statusCode()).isEqualTo(NO_CONTENT);
                served.incrementAndGet();
                slowest.accumulateAndGet(System.nanoTime() - begun, Math::max);
            }
        } catch (IOException | InterruptedException | AssertionError e) {
            slowest.set(Long.MAX_VALUE);
        }
    }

    /** Another client in the place of the first, which hears nothing. */
    RawHttp2 deaf() throws IOException {
        client.close();
        client = new RawHttp2(door.listener.port());
        return client;
    }

    /** Says so many of them, some at a time, as long as it may. */
    void say(int count, IntFunction<byte[]> each) {
        ByteArrayOutputStream some = new ByteArrayOutputStream();
        for (int i = 0; i < count && !client.ended; i++) {
            some.writeBytes(each.apply(i));
            if (some.size() > AT_A_TIME || i == count - 1) {
                client.say(some.toByteArray());
                some.reset();
            }
        }
    }

    /** The router has ended the connection for this; what it said of it may be lost where much was still on its way. */
    void assertEnded(int error) {
        await().atMost(PATIENCE).until(() -> client.ended);
        assertThat(client.goAway).isIn(error, -1);
    }

    /** The router has taken all that was said before. */
    void sync() {
        int heard = client.pongs.get();
        client.say(RawHttp2.frame(RawHttp2.PING, 0, 0, new byte[8]));
        await().atMost(PATIENCE).until(() -> client.pongs.get() > heard || client.ended);
    }

    void assertLittleHeld() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(held() - before).isLessThan(A_LITTLE));
    }

    /** The neighbour is served so many times more. */
    void awaitNeighbour(int times) {
        int seen = served.get();
        await().atMost(PATIENCE).until(() -> served.get() > seen + times);
    }

    Duration longestWaitOfTheNeighbour() {
        return Duration.ofNanos(slowest.get());
    }

    private static long held() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    @Override
    public void close() throws IOException {
        client.close();
        over.set(true);
        await().atMost(PATIENCE).until(() -> !neighbour.isAlive());
        go.countDown();
        door.close();
        pod.close();
    }
}
