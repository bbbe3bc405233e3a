package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.GoAway;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of clients' connections when the router ends. */
class HttpDrainTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String REQUEST = "POST /hello/echo HTTP/1.1\nHost: a.example\nContent-Length: 3\n\nyes";
    private static final String SLOW = "GET /hello/slow HTTP/1.1\nHost: a.example\n\n";

    private final HttpBench door;
    private final RawClient client;

    HttpDrainTest() throws Exception {
        door = new HttpBench();
        door.trigger("t", "a.example", "hello", "hello", 1);
        client = new RawClient(door.listener.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        door.close();
    }

    private CompletableFuture<Void> drain(Duration quiet, Duration longest) {
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> door.listener.drain(quiet, longest));
        await().until(door.listener::isDraining);
        return drained;
    }

    @Test
    void aClientThatSendsAgainIsAnsweredAndToldToGoElsewhere() throws Exception {
        assertThat(client.say(REQUEST).hear().headers()).doesNotContainKey("connection");

        CompletableFuture<Void> drained = drain(LONG, LONG);
        RawClient.Heard last = client.say(REQUEST).hear();

        assertThat(last.body()).isEqualTo("yes");
        assertThat(last.headers()).containsEntry("connection", "close");
        assertThat(client.isEnded()).isTrue();
        await().atMost(SOON).until(drained::isDone);
    }

    @Test
    void aConnectionThatIsSilentIsClosedAfterAWhile() throws Exception {
        client.say(REQUEST).hear();

        CompletableFuture<Void> drained = drain(Duration.ofMillis(300), LONG);

        assertThat(client.isEnded()).isTrue();
        await().atMost(SOON).until(drained::isDone);
    }

    @Test
    void whatIsUnderWayComesToItsEnd() throws Exception {
        client.say(SLOW);
        await().until(() -> !door.seen.isEmpty());

        CompletableFuture<Void> drained = drain(Duration.ZERO, LONG);
        door.go.complete();

        assertThat(client.hear().body()).isEqualTo("slow");
        await().atMost(SOON).until(drained::isDone);
    }

    @Test
    void unlessItTakesTooLong() throws Exception {
        client.say(SLOW);
        await().until(() -> !door.seen.isEmpty());

        CompletableFuture<Void> drained = drain(LONG, Duration.ofMillis(100));

        await().atMost(SOON).until(drained::isDone);
        assertThatCode(client::isEnded).doesNotThrowAnyException();
    }

    @Test
    void aClientOfHttp2IsToldToSendNoMore() {
        List<GoAway> told = new CopyOnWriteArrayList<>();
        HttpClient http2 = door.bench
                .vertx()
                .httpClientBuilder()
                .with(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false))
                .withConnectHandler(connection -> connection.goAwayHandler(told::add))
                .build();
        int status = http2.request(HttpMethod.GET, door.listener.port(), "127.0.0.1", "/none")
                .compose(request -> request.send().map(HttpClientResponse::statusCode))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        assertThat(status).isEqualTo(404);

        CompletableFuture<Void> drained = drain(Duration.ofMillis(300), LONG);

        await().atMost(SOON).until(drained::isDone);
        await().atMost(SOON).until(() -> !told.isEmpty());
        assertThat(told.getFirst().getLastStreamId()).isEqualTo(Integer.MAX_VALUE);
    }
}
