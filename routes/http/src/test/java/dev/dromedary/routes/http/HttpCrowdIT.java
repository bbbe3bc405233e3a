package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thousands who send a byte now and then: what each of them costs is little, others are served meanwhile, and who does not come to
 * the end of a head is cut off. What is measured is clients, router and function together, which is more than the router.
 */
class HttpCrowdIT {

    private static final Logger LOG = LoggerFactory.getLogger(HttpCrowdIT.class);
    private static final int SLOW_HEADS = 5_000;
    private static final int SLOW_BODIES = 1_000;
    private static final int KIBIBYTE = 1024;
    private static final int MOST_OF_A_HEAD = 8 * KIBIBYTE;
    /** With the function's half, and the way to it. */
    private static final int MOST_OF_A_BODY = 48 * KIBIBYTE;

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration CUT_OFF = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HEAD = "POST /slow HTTP/1.1\r\nHost: a.example\r\nX-Name: ";
    private static final String BODY = "POST /slow HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1073741824\r\n\r\nx";

    private final HttpBench door;
    private final RawPod pod;
    private final List<SocketChannel> crowd = new ArrayList<>();

    HttpCrowdIT() throws Exception {
        door = new HttpBench();
        pod = new RawPod((socket, number) -> {
            while (true) {
                if (RawPod.head(socket).getFirst().contains("/slow")) {
                    var unused = socket.getInputStream().skip(Long.MAX_VALUE);
                }
                socket.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        });
        HttpHostileTest.everything(door, pod.port());
        door.get("a.example", "/warm");
    }

    @AfterEach
    void stop() throws IOException {
        for (SocketChannel one : crowd) {
            one.close();
        }
        door.close();
        pod.close();
    }

    @Test
    void headsThatDoNotEndCostLittleAndAreCutOff() throws Exception {
        long before = held();
        gather(SLOW_HEADS, HEAD);
        dribble();
        assertThat(each(before)).isLessThan(MOST_OF_A_HEAD);
        await().atMost(CUT_OFF).pollInterval(SOON).until(() -> {
            serves();
            return dribble() == 0;
        });
    }

    @Test
    void bodiesThatWouldBeLongCostLittle() throws Exception {
        long before = held();
        gather(SLOW_BODIES, BODY);
        await().atMost(PATIENCE).until(() -> pod.connections.get() >= SLOW_BODIES);
        for (int i = 0; i < 5; i++) {
            assertThat(dribble()).isEqualTo(SLOW_BODIES);
            serves();
        }
        assertThat(each(before)).isLessThan(MOST_OF_A_BODY);
    }

    private void gather(int count, String text) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), door.listener.port());
        for (int i = 0; i < count; i++) {
            SocketChannel one = SocketChannel.open(address);
            one.configureBlocking(false);
            var unused = one.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            crowd.add(one);
        }
    }

    /** Each sends a byte; how many still may. */
    private int dribble() {
        int left = 0;
        ByteBuffer answer = ByteBuffer.allocate(KIBIBYTE);
        for (SocketChannel one : crowd) {
            try {
                var unused = one.write(ByteBuffer.wrap(new byte[] {'x'}));
                left += one.read(answer.clear()) < 0 ? 0 : 1;
            } catch (IOException e) {
                // Cut off.
            }
        }
        return left;
    }

    private void serves() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        assertThat(door.get("a.example", "/good").statusCode()).isEqualTo(204);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }

    private long each(long before) {
        long each = (held() - before) / crowd.size();
        LOG.info("A slow connection costs bytes={} connections={}", each, crowd.size());
        return each;
    }

    /** Bytes of the heap, without garbage, and of Netty's buffers outside of it. */
    private static long held() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }
}
