package dev.dromedary.routes.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.deliver.HttpLetters;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import dev.dromedary.routes.core.web.Trust;
import dev.dromedary.routes.core.web.WebClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of ticks that the function does not take: a real function, and a real server that keeps them. */
class CronLettersTest {

    private final List<Headers> letters = new CopyOnWriteArrayList<>();
    private volatile int answer = 200;
    private HttpServer server;
    private HttpLetters post;
    private CronBench it;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            letters.add(exchange.getRequestHeaders());
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
        post = new HttpLetters(
                new WebClient(Egress.ANYWHERE, Trust.ofJava(), Duration.ofSeconds(5)), new MemorySecrets());
        it = new CronBench();
        it.answer(request -> request.response().setStatusCode(500).end());
    }

    @AfterEach
    void stop() {
        it.close();
        post.close();
        server.stop(0);
    }

    @Test
    void aTickThatIsNotTakenIsPosted() {
        it.bench().router().deliveries().letters(LetterTarget.Http.class, post);
        trigger("http: {url: \"http://127.0.0.1:" + server.getAddress().getPort() + "/failed\"}");
        await().atMost(Duration.ofSeconds(10)).until(() -> !letters.isEmpty());
        assertThat(letters.getFirst().getFirst("dead-letter-trigger")).isEqualTo("cronjobtrigger/default/tick");
        assertThat(letters.getFirst().getFirst("dead-letter-attempts")).isEqualTo("2");
        assertThat(letters.getFirst().getFirst("event-id")).startsWith("the-uid/");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(it.status().toString()).contains("DeadLettered", "attempts=2"));
    }

    @Test
    void untilItIsKeptItIsHeldAndTheStatusSaysWhy() {
        answer = 503;
        it.bench().router().deliveries().letters(LetterTarget.Http.class, post);
        trigger("http: {url: \"http://127.0.0.1:" + server.getAddress().getPort() + "/failed\"}");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(it.status().toString()).contains("EventsHeld", "answers 503"));
        answer = 200;
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(it.status().toString())
                        .contains("DeadLettered")
                        .doesNotContain("EventsHeld"));
        assertThat(letters).hasSizeGreaterThan(1);
    }

    @Test
    void whereNothingKeepsThemItIsRefused() {
        trigger("kafka: {topic: failed}");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(it.status().toString())
                        .contains("spec.delivery.deadLetter.kafka", "a CronJobTrigger cannot keep events there"));
    }

    private void trigger(String deadLetter) {
        it.trigger(
                "@every 1h",
                "delivery: {attempts: 2, backoff: {initial: 100ms, max: 500ms}, deadLetter: {" + deadLetter + "}}",
                Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS).minus(1, ChronoUnit.HOURS));
    }
}
