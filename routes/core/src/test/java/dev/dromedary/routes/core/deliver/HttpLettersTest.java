package dev.dromedary.routes.core.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import dev.dromedary.routes.core.web.Trust;
import dev.dromedary.routes.core.web.WebClient;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead letters by HTTP, to a real server. */
class HttpLettersTest {

    private static final Key LOGIN = new Key("default", "login");

    private final MemorySecrets secrets = new MemorySecrets();
    private final List<Request> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private HttpLetters letters;
    private volatile int answer = 204;

    private record Request(String method, String uri, com.sun.net.httpserver.Headers headers, String body) {}

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
        letters = letters(Egress.ANYWHERE);
    }

    private HttpLetters letters(Egress egress) {
        return new HttpLetters(new WebClient(egress, Trust.ofJava(), Duration.ofSeconds(5)), secrets);
    }

    @AfterEach
    void close() {
        letters.close();
        server.stop(0);
    }

    @Test
    void whatTheFunctionGotIsPostedAndWhy() throws Exception {
        assertThat(keep(Optional.empty())).isEmpty();
        Request request = seen.getFirst();
        assertThat(request.method() + " " + request.uri()).isEqualTo("POST /failed?of=orders");
        assertThat(request.body()).isEqualTo("{\"a\": \"ä\"}");
        assertThat(request.headers().getFirst("content-type")).isEqualTo("application/json");
        assertThat(request.headers().getFirst("event-id")).isEqualTo("orders-0-17");
        assertThat(request.headers().getFirst("dead-letter-reason")).isEqualTo("Exhausted");
        assertThat(request.headers().getFirst("dead-letter-message")).isEqualTo("The function answered 500?");
        assertThat(request.headers().getFirst("dead-letter-attempts")).isEqualTo("5");
        assertThat(request.headers().getFirst("dead-letter-trigger")).isEqualTo("kinesistrigger/default/t");
        assertThat(request.headers().getFirst("dead-letter-function")).isEqualTo("default/f");
        assertThat(request.headers().getFirst("dead-letter-event-id")).isEqualTo("orders-0-17");
    }

    @Test
    void anyOtherAnswerSaysThatItIsNotKept() throws Exception {
        for (int status : List.of(302, 400, 404, 500, 503)) {
            answer = status;
            assertThat(keep(Optional.empty())).get().asString().contains("answers " + status);
        }
        server.stop(0);
        assertThat(keep(Optional.empty())).get().asString().contains("nobody answers there");
    }

    @Test
    void theHeadersOfASecretGoWithItAsTheyAreNow() throws Exception {
        assertThat(keep(Optional.of("login"))).get().asString().contains("There is no Secret default/login");
        assertThat(seen).isEmpty();
        login("Authorization", "Bearer one\n");
        assertThat(keep(Optional.of("login"))).isEmpty();
        assertThat(seen.getLast().headers().getFirst("authorization")).isEqualTo("Bearer one");
        answer = 401;
        assertThat(keep(Optional.of("login"))).get().asString().contains("401").doesNotContain("one");
        answer = 200;
        login("Authorization", "Bearer two");
        assertThat(keep(Optional.of("login"))).isEmpty();
        assertThat(seen.getLast().headers().get("authorization")).containsExactly("Bearer two");
    }

    @Test
    void whatASecretMayNotSayIsNamed() throws Exception {
        for (String name : List.of("Host", "content-length", "Dead-Letter-Reason", "a_b c")) {
            login(name, "secret");
            assertThat(keep(Optional.of("login")))
                    .get()
                    .asString()
                    .contains(name)
                    .doesNotContain("secret ");
        }
        login("Authorization", "two\nlines");
        assertThat(keep(Optional.of("login"))).get().asString().contains("one line");
        assertThat(seen).isEmpty();
    }

    @Test
    void insideTheClusterNothingIsSent() throws Exception {
        letters.close();
        letters = letters(Egress.outside(List.of()));
        assertThat(keep(Optional.empty())).get().asString().contains("may not connect to 127.0.0.1");
        assertThat(seen).isEmpty();
    }

    private void login(String name, String value) {
        secrets.put(LOGIN, Map.of(name, value.getBytes(StandardCharsets.UTF_8)));
    }

    private Optional<String> keep(Optional<String> secret) throws Exception {
        CompletableFuture<Optional<String>> done = new CompletableFuture<>();
        Letter letter = new Letter(
                new TriggerId(Kind.KINESIS_TRIGGER, new Key("default", "t")),
                new Key("default", "f"),
                new Order(),
                Letter.Reason.Exhausted,
                "The function answered 500\u2026",
                5,
                Instant.EPOCH);
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/failed?of=orders");
        letters.keep(letter, new LetterTarget.Http(url, secret), done::complete);
        return done.get(10, TimeUnit.SECONDS);
    }

    private static final class Order implements Event {

        @Override
        public String id() {
            return "orders-0-17";
        }

        @Override
        public Object key() {
            return null;
        }

        @Override
        public Instant time() {
            return Instant.EPOCH;
        }

        @Override
        public byte[] body() {
            return "{\"a\": \"ä\"}".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object position() {
            return 17L;
        }

        @Override
        public ContentType contentType() {
            return ContentType.of(body());
        }

        @Override
        public CloudEvent cloudEvent() {
            return new CloudEvent(id(), "/test", "test", time().toString());
        }

        @Override
        public void describe(HttpHeaders headers) {
            headers.set("content-type", "application/json").set("event-id", id());
        }
    }
}
