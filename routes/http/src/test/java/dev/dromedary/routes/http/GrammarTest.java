package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What is read of bytes is the same however they come. */
class GrammarTest {

    @Test
    void whereBytesArePartedOnTheirWayMakesNoDifference() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        for (Hostile request : Hostile.all()) {
            int length = request.text().length();
            List<String> whole = read(request.text(), length);
            for (int part : length < 4000 ? new int[] {1, 7} : new int[] {1009}) {
                softly.assertThat(read(request.text(), part))
                        .as(request + " by " + part)
                        .isEqualTo(whole);
            }
        }
        softly.assertAll();
    }

    @Test
    void nothingIsReadAfterAMistake() {
        assertThat(read(
                        "GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\n x\r\n\r\nGET /c HTTP/1.1\r\nHost: a\r\n\r\n",
                        100))
                .containsExactly("/a", "end of 0", "a mistake");
    }

    @Test
    void whatIsAgreedOnAsAnotherProtocolIsNotRead() {
        EmbeddedChannel channel = channel();
        channel.writeInbound(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII));
        Codec.remove(channel.pipeline());
        channel.inboundMessages().clear();
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {0, 1, '\n'}));
        assertThat(channel.inboundMessages()).singleElement().isEqualTo(Unpooled.wrappedBuffer(new byte[] {0, 1, '\n'
        }));
    }

    private static EmbeddedChannel channel() {
        EmbeddedChannel channel = new EmbeddedChannel();
        Codec.add(channel.pipeline());
        return channel;
    }

    /** Requests, how long their bodies were, and where something is wrong. */
    private static List<String> read(String text, int part) {
        EmbeddedChannel channel = channel();
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i += part) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, i, Math.min(part, bytes.length - i)));
        }
        List<String> read = new ArrayList<>();
        int length = 0;
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (((HttpObject) message).decoderResult().isFailure()) {
                read.add("a mistake");
                break;
            }
            if (message instanceof HttpRequest request) {
                read.add(request.uri());
                length = 0;
            }
            if (message instanceof HttpContent content) {
                length += content.content().readableBytes();
            }
            if (message instanceof LastHttpContent) {
                read.add("end of " + length);
            }
            ReferenceCountUtil.release(message);
        }
        var unused = channel.finishAndReleaseAll();
        return read;
    }
}
