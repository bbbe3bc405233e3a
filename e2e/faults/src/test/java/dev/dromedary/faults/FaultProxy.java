package dev.dromedary.faults;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Stands between a reconciler and the API server, and does to their talk what {@link Faults} say. One event loop does it
 * all, so that requests and events have an order, and a killed reconciler's next request is never carried out.
 */
final class FaultProxy implements AutoCloseable {

    private static final String RETRY_AFTER_SECONDS = "1";
    private static final int LARGEST_FRAME = 16 << 20;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Upstream upstream;
    private final HttpClient client;
    private final HttpServer server;
    private final Ledger ledger = new Ledger();
    private final WatchPipes watches;
    private final Set<HttpConnection> connections = new HashSet<>();
    private final Map<String, Upstream.Answer> past = new HashMap<>();
    private final Set<String> lists = new HashSet<>();
    private Faults faults = Faults.NONE;
    private Runnable killer = () -> {};

    /** A proxy before the API server on this port of 127.0.0.1. */
    FaultProxy(int apiServer) {
        upstream = new Upstream(apiServer);
        client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setMaxPoolSize(100));
        watches = new WatchPipes(vertx, upstream, this::turn);
        server = join(vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setMaxWebSocketFrameSize(LARGEST_FRAME)
                        .setMaxWebSocketMessageSize(LARGEST_FRAME))
                .connectionHandler(this::connected)
                .requestHandler(this::handle)
                .listen());
    }

    int port() {
        return server.actualPort();
    }

    Ledger ledger() {
        return ledger;
    }

    /** Whom faults that kill kill. */
    void onKill(Runnable kill) {
        run(() -> {
            killer = kill;
            return null;
        });
    }

    /** From now on these faults happen to what concerns a namespace; its writes and events are counted from here. */
    void arm(Faults next, String namespace) {
        run(() -> {
            faults = next;
            ledger.begin(namespace);
            return null;
        });
    }

    /** Nothing goes wrong any more; what was silenced stays so. */
    void disarm() {
        arm(Faults.NONE, "");
    }

    /** Keeps every list that was asked for so far as it is now, for {@link Fate.Past}. */
    void remember() {
        Set<String> uris = run(() -> Set.copyOf(lists));
        Map<String, Upstream.Answer> now = new HashMap<>();
        uris.forEach(uri -> now.put(uri, upstream.get(uri)));
        run(() -> {
            past.putAll(now);
            return null;
        });
    }

    /** Delivers what {@link #hold} held back. */
    void letGo() {
        run(() -> {
            watches.release();
            return null;
        });
    }

    /** Holds all watch events back until {@link #letGo}. */
    void hold() {
        run(() -> {
            watches.hold();
            return null;
        });
    }

    private void connected(HttpConnection connection) {
        connections.add(connection);
        connection.closeHandler(closed -> connections.remove(connection));
    }

    private Turn turn(String plural, String json) {
        int event = ledger.event(plural, json);
        if (event == 0) {
            return Turn.PASS;
        }
        Turn turn = faults.of(plural, event);
        if (!turn.equals(Turn.PASS)) {
            ledger.struck(plural + " event " + event + " " + turn);
        }
        return turn;
    }

    private void handle(HttpServerRequest request) {
        Call call = Call.of(request);
        if (call.lists()) {
            lists.add(request.uri());
        }
        Fate fate = faults.of(call, ledger.write(call));
        if (!fate.equals(Fate.FORWARD)) {
            ledger.struck(call + " " + fate);
        }
        if (request.headers().contains("Upgrade")) {
            watches.open(request, call, fate);
        } else {
            request.body().onSuccess(body -> meet(fate, new Asked(request, call, body)));
        }
    }

    private record Asked(HttpServerRequest request, Call call, Buffer body) {}

    private void meet(Fate fate, Asked asked) {
        switch (fate) {
            case Fate.Forward() -> forward(asked).onSuccess(answer -> answer(asked, answer));
            case Fate.KillBefore() -> kill();
            case Fate.KillAfter() -> forward(asked).onComplete(answer -> kill());
            case Fate.LoseAnswer() ->
                forward(asked).onComplete(answer -> asked.request().connection().close());
            case Fate.Refuse(int status, String reason) -> refuse(asked.request(), status, reason);
            case Fate.Wait(Duration time) -> vertx.setTimer(time.toMillis(), timer -> meet(Fate.FORWARD, asked));
            case Fate.WaitAnswer(Duration time) ->
                forward(asked).onSuccess(answer -> vertx.setTimer(time.toMillis(), timer -> answer(asked, answer)));
            case Fate.Past() -> remembered(asked);
        }
    }

    private void remembered(Asked asked) {
        Upstream.Answer answer = past.get(asked.request().uri());
        if (answer == null) {
            meet(Fate.FORWARD, asked);
        } else {
            answer(asked, answer);
        }
    }

    private Future<Upstream.Answer> forward(Asked asked) {
        RequestOptions options = upstream.request(asked.request());
        return client.request(options)
                .compose(out -> out.send(asked.body()))
                .compose(FaultProxy::read)
                .onFailure(trouble -> asked.request().connection().close());
    }

    private static Future<Upstream.Answer> read(HttpClientResponse response) {
        return response.body().map(body -> new Upstream.Answer(response.statusCode(), response.headers(), body));
    }

    private void answer(Asked asked, Upstream.Answer answer) {
        var response = asked.request().response().setStatusCode(answer.status());
        MultiMap headers = response.headers().setAll(answer.headers());
        List.of("Content-Length", "Transfer-Encoding", "Connection").forEach(headers::remove);
        response.end(answer.body());
    }

    static void refuse(HttpServerRequest request, int status, String reason) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Retry-After", RETRY_AFTER_SECONDS)
                .end(
                        """
                        {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "reason": "%s",
                         "message": "the proxy says so", "code": %d}"""
                                .formatted(reason, status));
    }

    private void kill() {
        killer.run();
        Set.copyOf(connections).forEach(HttpConnection::close);
    }

    /** In the event loop, and waited for. */
    private <T> T run(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        watches.context().runOnContext(now -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done.join();
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        join(vertx.close());
    }
}
