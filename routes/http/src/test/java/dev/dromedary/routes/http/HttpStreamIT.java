package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gibibyte each way: whoever takes it slowly holds whoever sends it, and next to nothing is held between them. */
class HttpStreamIT {

    private static final long GIBIBYTE = 1L << 30;
    /** What the kernel's buffers of both hops take, and some of our own. */
    private static final long A_LITTLE = 48L << 20;

    private static final Duration LONG = Duration.ofMinutes(2);

    private final HttpBench door;
    private final AtomicLong moved = new AtomicLong();
    private final CountDownLatch go = new CountDownLatch(1);

    HttpStreamIT() throws Exception {
        door = new HttpBench();
    }

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void anUploadWaitsForTheFunctionThatTakesIt() throws Exception {
        try (RawPod pod = new RawPod((socket, number) -> {
                    RawPod.head(socket);
                    hold();
                    String count = "" + count(socket.getInputStream());
                    say(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + count.length() + "\r\n\r\n" + count);
                });
                Socket client =
                        call(pod, "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: " + GIBIBYTE + "\r\n")) {
            long before = held();
            Thread sender = Thread.ofPlatform().start(() -> send(client));
            awaitStill();
            assertThat(moved.get()).isPositive().isLessThan(A_LITTLE);
            assertThat(held() - before).isLessThan(A_LITTLE);
            go.countDown();
            sender.join(LONG);
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("\r\n\r\n" + GIBIBYTE);
            assertThat(held() - before).isLessThan(A_LITTLE);
        }
    }

    @Test
    void aDownloadWaitsForTheClientThatTakesIt() throws Exception {
        try (RawPod pod = new RawPod((socket, number) -> {
                    RawPod.head(socket);
                    say(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + GIBIBYTE + "\r\n\r\n");
                    send(socket);
                    hold();
                });
                Socket client = call(pod, "GET / HTTP/1.1\r\nHost: a.example\r\n")) {
            long before = held();
            awaitStill();
            assertThat(moved.get()).isPositive().isLessThan(A_LITTLE);
            assertThat(held() - before).isLessThan(A_LITTLE);
            RawPod.head(client);
            assertThat(count(client.getInputStream())).isEqualTo(GIBIBYTE);
            assertThat(held() - before).isLessThan(A_LITTLE);
            go.countDown();
        }
    }

    private Socket call(RawPod pod, String head) throws IOException {
        door.bench.function(HttpBench.HELLO, pod.port());
        door.ruled("methods: [GET, POST]");
        Socket client = new Socket(InetAddress.getLoopbackAddress(), door.listener.port());
        say(client, head + "Connection: close\r\n\r\n");
        return client;
    }

    private void hold() {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            byte[] part = new byte[1 << 16];
            for (long left = GIBIBYTE; left > 0; left -= part.length) {
                out.write(part);
                moved.addAndGet(part.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(InputStream in) throws IOException {
        byte[] part = new byte[1 << 16];
        long count = 0;
        while (count < GIBIBYTE) {
            int read = in.read(part);
            if (read < 0) {
                break;
            }
            count += read;
        }
        return count;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void awaitStill() {
        AtomicLong last = new AtomicLong(-1);
        await().atMost(LONG).pollInterval(Duration.ofSeconds(1)).until(() -> {
            long now = moved.get();
            return last.getAndSet(now) == now && now > 0;
        });
    }

    /** Bytes of the heap, without garbage, and of Netty's buffers outside of it. */
    private static long held() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }
}
