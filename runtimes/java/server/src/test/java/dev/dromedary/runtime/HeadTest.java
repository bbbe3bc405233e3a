package dev.dromedary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dromedary.runtime.Head.BadRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadTest {

    @Test
    void aHeadIsReadWhole() throws BadRequest {
        Head head = parse("PUT /a/%C3%A9?x=1&y HTTP/1.1\r\nHost: h\r\nX-Custom:  a b \r\nx-custom: c\r\n\r\n");
        assertThat(head.method()).isEqualTo("PUT");
        assertThat(head.path()).isEqualTo("/a/%C3%A9");
        assertThat(head.query()).isEqualTo("x=1&y");
        assertThat(head.header("x-custom")).isEqualTo("a b");
        assertThat(head.headers().get("x-custom")).containsExactly("a b", "c");
        assertThat(head.keepsAlive()).isTrue();
    }

    @Test
    void aProxysTargetIsItsPath() throws BadRequest {
        assertThat(parse("GET http://host:80/a?b HTTP/1.1\r\n\r\n").target()).isEqualTo("/a?b");
        assertThat(parse("GET http://host HTTP/1.1\r\n\r\n").target()).isEqualTo("/");
    }

    @Test
    void connectionsStayOpenAsTheVersionSays() throws BadRequest {
        assertThat(parse("GET / HTTP/1.0\r\n\r\n").keepsAlive()).isFalse();
        assertThat(parse("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keepsAlive())
                .isTrue();
        assertThat(parse("GET / HTTP/1.1\r\nConnection: x, close\r\n\r\n").keepsAlive())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /\r\n\r\n",
                "GET  / HTTP/1.1\r\n\r\n",
                "GET / HTTP/2.0\r\n\r\n",
                "G(T / HTTP/1.1\r\n\r\n",
                "GET x HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\nname : value\r\n\r\n",
                "GET / HTTP/1.1\r\n: value\r\n\r\n",
                "GET / HTTP/1.1\r\na: b\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\na: b\u0000c\r\n\r\n",
                "GET / HTTP/1.1\na: b\r\n\r\n",
            })
    void whatIsNoHeadIsRefused(String text) {
        assertThatExceptionOfType(BadRequest.class).isThrownBy(() -> parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1\r\nContent-Length: 2",
                "Content-Length: +1",
                "Content-Length: 1, 1",
                "Content-Length:",
                "Content-Length: 1\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            })
    void aBodyWhoseLengthCanBeReadInTwoWaysIsRefused(String headers) throws BadRequest {
        Head head = parse("POST / HTTP/1.1\r\n" + headers + "\r\n\r\n");
        assertThatExceptionOfType(BadRequest.class).isThrownBy(() -> Framing.hasBody(head));
    }

    private static Head parse(String text) throws BadRequest {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Head.parse(bytes, 0, bytes.length);
    }
}
