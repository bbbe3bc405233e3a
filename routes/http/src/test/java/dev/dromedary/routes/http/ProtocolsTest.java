package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.routes.core.invoke.DataPath;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a connection begins, and breaks off: what reaches the end of a pipeline is what Netty logs, at WARN. */
class ProtocolsTest {

    private final DataPath data = DataPath.alone();
    private final HttpListener listener = new HttpListener(data, "127.0.0.1", 0, HttpListener.Porter.silent());
    private final EmbeddedChannel connection = new EmbeddedChannel();

    ProtocolsTest() {
        Protocols.plain(connection.pipeline(), listener);
    }

    @AfterEach
    void stop() {
        connection.finishAndReleaseAll();
        data.close();
    }

    private void breakOff() {
        connection.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        connection.runPendingTasks();
    }

    @Test
    void aClientThatBreaksOffBeforeItSaidAnythingIsNoFaultOfOurs() {
        breakOff();

        connection.checkException();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void neitherIsOneThatSpokeHttp2() {
        connection.writeInbound(Http2CodecUtil.connectionPrefaceBuf());

        breakOff();

        connection.checkException();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void ofAHeadThatHasBegunTheRestIsWaitedForNotForLong() {
        connection.writeInbound(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n", StandardCharsets.US_ASCII));

        HttpConnection client = connection.pipeline().get(HttpConnection.class);

        assertThat(client.isQuiet(0)).isFalse();
        assertThat(client.isLate(System.nanoTime() + TimeUnit.SECONDS.toNanos(20)))
                .isFalse();
        assertThat(client.isLate(System.nanoTime() + TimeUnit.SECONDS.toNanos(31)))
                .isTrue();
    }

    @Test
    void norOneInTheMiddleOfAHead() {
        connection.writeInbound(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n", StandardCharsets.US_ASCII));

        breakOff();

        connection.checkException();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whoSaysNothingIsCutOff() {
        connection.writeInbound(Http2CodecUtil.connectionPrefaceBuf().slice(0, 10));
        after(29);
        assertThat(connection.isOpen()).isTrue();

        after(2);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whoSpeaksHttp2AndAsksForNothingIsCutOff() {
        connection.writeInbound(Http2CodecUtil.connectionPrefaceBuf());
        after(160);
        assertThat(connection.isOpen()).isTrue();

        after(150);

        assertThat(connection.isOpen()).isFalse();
    }

    private void after(int seconds) {
        connection.advanceTimeBy(seconds, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();
        connection.runPendingTasks();
    }
}
