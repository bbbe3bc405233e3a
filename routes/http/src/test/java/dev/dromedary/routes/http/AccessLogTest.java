package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Lines of JSON about requests that are over. */
class AccessLogTest {

    private static final Access ONE = new Access(
            0,
            "id",
            "10.0.0.1",
            "GET",
            "a\"\n",
            "/\u0001é",
            "HTTP/2 TLS",
            200,
            true,
            1,
            2,
            1_500_000,
            "a/t",
            "a/f",
            "",
            "");

    @Test
    void aLineIsOneLineOfJsonWhateverIsInIt() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AccessLog log = new AccessLog(AccessLog.Which.ALL, out)) {
            log.add(ONE);
            log.add(ONE);
        }
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode line = new ObjectMapper().readTree(lines.getFirst());
        assertThat(line.get("host").asText()).isEqualTo("a\"\n");
        assertThat(line.get("path").asText()).isEqualTo("/\u0001é");
        assertThat(line.get("millis").asDouble()).isEqualTo(1.5);
        assertThat(line.get("time").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(line.has("user")).isFalse();
    }

    @Test
    void whoDoesNotReadKeepsNobodyWaitingAndWhatIsLostIsCounted() {
        CountDownLatch stuck = new CountDownLatch(1);
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[1], 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                try {
                    stuck.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        };
        try (AccessLog log = new AccessLog(AccessLog.Which.ALL, slow)) {
            for (int i = 0; i < 20_000; i++) {
                log.add(ONE);
            }
            assertThat(log.lost()).isGreaterThan(10_000);
            stuck.countDown();
        }
    }

    @Test
    void whatFailedIsWhatWasAnsweredSoOrBrokenOff() {
        try (AccessLog log = new AccessLog(AccessLog.Which.FAILED, OutputStream.nullOutputStream());
                AccessLog off = AccessLog.off()) {
            assertThat(log.wants(499, true)).isFalse();
            assertThat(log.wants(500, true)).isTrue();
            assertThat(log.wants(200, false)).isTrue();
            assertThat(off.wants(500, false)).isFalse();
        }
    }

    @Test
    void aRequestIsCalledTheSameInAnswerAtTheFunctionAndInTheLog() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (HttpBench door = new HttpBench(new HttpListener.Porter(
                new AccessLog(AccessLog.Which.ALL, out), TrustedProxies.NONE, Bounds.DEFAULT))) {
            door.ruled("methods: [GET]");
            door.get("a.example", "/hello?secret=1", "X-Request-Id", "mine-1");
            var own = door.get("a.example", "/hello", "X-Request-Id", "not {good}");
            var none = door.get("b.example", "/none");
            String named = own.headers().firstValue("x-request-id").orElse("");
            assertThat(named).hasSize(36);
            assertThat(door.seen).extracting(seen -> seen.get("request-id")).containsExactly("mine-1", named);
            assertThat(door.seen).extracting(seen -> seen.get("event-id")).containsExactly("mine-1", named);
            await().until(() -> out.toString(StandardCharsets.UTF_8).lines().count() == 3);
            List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
            assertThat(lines.getFirst())
                    .contains("\"id\":\"mine-1\"", "\"path\":\"/hello\"", "\"function\":\"default/hello\"")
                    .contains("\"status\":418", "\"sent\":8")
                    .doesNotContain("secret");
            assertThat(lines.get(1)).contains(named);
            assertThat(lines.get(2))
                    .contains(none.headers().firstValue("x-request-id").orElseThrow(), "\"status\":404", "refused");
        }
    }
}
