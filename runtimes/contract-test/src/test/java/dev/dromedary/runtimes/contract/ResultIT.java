package dev.dromedary.runtimes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What becomes of the function's return value. */
class ResultIT {

    @ForEachRuntime
    void textIsTheBody(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        HttpResponse<String> answer = server.call("hello");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello world");
        assertThat(answer.headers().firstValue("Content-Length")).hasValue("11");
    }

    @ForEachRuntime
    void anObjectIsJson(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        HttpResponse<String> answer = server.call("object");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(answer.body().replace(" ", "").replace("\\u00e9", "é"))
                .isEqualTo("{\"text\":\"é\",\"list\":[1,true,null]}");
    }

    @ForEachRuntime
    void bytesAreTheBody(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        HttpResponse<byte[]> answer =
                server.send(server.request("/").header("event-type", "bytes"), BodyHandlers.ofByteArray());
        byte[] expected = new byte[256];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) i;
        }
        assertThat(answer.body()).isEqualTo(expected);
    }

    @ForEachRuntime
    void nothingIsAnEmptyBody(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        HttpResponse<String> answer = server.call("nothing");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @ForEachRuntime
    void theFunctionSetsStatusAndHeaders(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        HttpResponse<String> answer = server.call("status");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("X-Made")).hasValue("yes");
        assertThat(answer.body()).isEqualTo("made");
    }

    @ForEachRuntime
    void aStreamComesPieceByPiece(LanguageRuntime runtime) throws IOException {
        Server server = Server.shared(runtime);
        HttpResponse<InputStream> answer =
                server.send(server.request("/").header("event-type", "stream"), BodyHandlers.ofInputStream());
        List<String> pieces = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                pieces.add(line);
                times.add(Instant.now());
            }
        }
        assertThat(pieces).containsExactly("piece 0", "piece 1", "piece 2");
        assertThat(Duration.between(times.getFirst(), times.getLast())).isGreaterThan(Duration.ofMillis(400));
    }
}
