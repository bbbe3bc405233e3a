package dev.dromedary.e2e;

import static org.awaitility.Awaitility.await;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests that keep coming, GET and POST in turn, from several clients that keep their connections and send nothing again
 * by themselves. Each request has an id, in its query or in its body, and wants it back after the mark of the code that answered.
 */
final class Load implements AutoCloseable {

    /** Between an answer and a client's next request: from hardly any to where a connection is idle most of the time. */
    private static final List<Integer> PAUSES_MILLIS = List.of(1, 2, 5, 10, 20, 50, 500, 2000);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final RequestOptions to;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Set<String> posted = ConcurrentHashMap.newKeySet();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile Set<String> marks;
    private volatile boolean goOn = true;

    /**
     * Of which none is sent yet.
     *
     * @param url without a query
     * @param mark of the code that answers
     */
    Load(String url, String mark) {
        this.to = new RequestOptions().setAbsoluteURI(url).setTimeout(PATIENCE.toMillis());
        this.marks = Set.of(mark);
    }

    void begin() {
        HttpClientOptions one = new HttpClientOptions().setMaxPoolSize(1);
        PAUSES_MILLIS.forEach(pause -> send(vertx.createHttpClient(one), pause));
    }

    private void send(HttpClient client, int pause) {
        underWay.incrementAndGet();
        if (!goOn) {
            underWay.decrementAndGet();
            return;
        }
        int number = sent.incrementAndGet();
        boolean post = number % 2 == 0;
        String id = "id-" + number;
        if (post) {
            posted.add(id);
        }
        Set<String> expected = marks;
        answer(client, id, post).onComplete(answer -> {
            judge(id, expected, answer);
            underWay.decrementAndGet();
            vertx.setTimer(pause, then -> send(client, pause));
        });
    }

    private Future<String> answer(HttpClient client, String id, boolean post) {
        RequestOptions request = new RequestOptions(to);
        request.setURI(to.getURI() + (post ? "" : "?" + id)).setMethod(post ? HttpMethod.POST : HttpMethod.GET);
        return client.request(request)
                .compose(begun -> post ? begun.send(id) : begun.send())
                .compose(answer -> answer.body()
                        .map(body -> answer.statusCode() + " "
                                + body.toString(StandardCharsets.UTF_8).strip()));
    }

    private void judge(String id, Set<String> expected, AsyncResult<String> answer) {
        if (answer.failed()
                || expected.stream().noneMatch(mark -> answer.result().equals("200 " + mark + " " + id))) {
            failures.add("%s %s %s: %s"
                    .formatted(
                            Instant.now(),
                            posted.contains(id) ? "POST" : "GET",
                            id,
                            answer.failed() ? answer.cause() : answer.result()));
        }
    }

    /** From now on the code with any of these marks may answer what is sent. */
    void expect(String... now) {
        marks = Set.of(now);
    }

    /** How many requests have been sent. */
    int sent() {
        return sent.get();
    }

    /** The ids of all that were sent as POST. */
    Set<String> posted() {
        return posted;
    }

    /** What was not answered as it should be, broken connections among it. */
    List<String> failures() {
        return failures;
    }

    /** Sends no more, and waits for the last answers. */
    @Override
    public void close() {
        goOn = false;
        await().atMost(PATIENCE.multipliedBy(2)).until(() -> underWay.get() == 0);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
