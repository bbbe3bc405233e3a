package dev.dromedary.runtimes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** HTTP as such. */
class HttpIT {

    private static final int LIMIT = 1 << 20;

    @ForEachRuntime
    void everyMethodReachesTheFunction(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
            HttpResponse<String> answer = server.send(
                    server.request("/").header("event-type", "request").method(method, BodyPublishers.noBody()));
            assertThat(answer.statusCode()).as(method).isEqualTo(200);
            assertThat(answer.body()).contains("\"" + method + "\"");
        }
    }

    @ForEachRuntime
    void optionsReachTheFunctionOrAreAnsweredForBrowsers(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        HttpResponse<String> answer = server.send(server.request("/")
                .header("event-type", "request")
                .header("Access-Control-Request-Method", "PUT")
                .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
        if (answer.body().isEmpty()) {
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue("*");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Methods"))
                    .hasValue("PUT");
        } else {
            assertThat(answer.body()).contains("\"OPTIONS\"");
        }
    }

    @ForEachRuntime
    void headHasHeadersAlone(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        HttpResponse<String> answer = server.send(server.request("/").HEAD());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Length")).hasValue("11");
        assertThat(answer.body()).isEmpty();
    }

    @ForEachRuntime
    void bodiesOfUnknownLengthAreTaken(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        HttpResponse<String> answer = server.send(server.request("/")
                .header("event-type", "length")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[300_000]))));
        assertThat(answer.body()).isEqualTo("300000");
    }

    @ForEachRuntime
    void whoAsksForLeaveToSendGetsIt(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        HttpResponse<String> answer = server.send(server.request("/")
                .header("event-type", "length")
                .expectContinue(true)
                .POST(BodyPublishers.ofByteArray(new byte[1000])));
        assertThat(answer.body()).isEqualTo("1000");
    }

    @ForEachRuntime
    void theBodyLimitIsKeptAndSettable(LanguageRuntime runtime) {
        Map<String, String> limits = Map.of("FUNC_MEMFILE_MAX", String.valueOf(LIMIT), "REQ_MB_LIMIT", "1");
        try (Server limited = Server.start(runtime, limits)) {
            assertThat(length(limited, LIMIT).body()).isEqualTo(String.valueOf(LIMIT));
            assertThat(length(limited, LIMIT + 1).statusCode()).isEqualTo(413);
            HttpResponse<String> chunked = limited.send(limited.request("/")
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[LIMIT + 1]))));
            assertThat(chunked.statusCode()).isEqualTo(413);
            assertThat(limited.call("hello").statusCode()).isEqualTo(200);
        }
    }

    @ForEachRuntime
    void aConnectionServesManyCalls(LanguageRuntime runtime) throws IOException {
        Server server = Server.shared(runtime);
        byte[] request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        try (Socket socket = server.connect()) {
            for (int i = 0; i < 3; i++) {
                OutputStream out = socket.getOutputStream();
                out.write(request);
                assertThat(readUntil(socket.getInputStream(), "hello world")).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @ForEachRuntime
    void whatIsNoRequestIsRefused(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        assertThat(server.raw("GET / HTTP/1.1\r\nno colon\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        String both = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        assertThat(server.raw(both)).startsWith("HTTP/1.1 400 ");
    }

    @ForEachRuntime
    void anOlderClientIsServed(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        String answer = server.raw("GET / HTTP/1.0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nhello world");
    }

    private static HttpResponse<String> length(Server server, int length) {
        return server.send(
                server.request("/").header("event-type", "length").POST(BodyPublishers.ofByteArray(new byte[length])));
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = in.read();
            assertThat(next).as(text.toString()).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }
}
