package dev.dromedary.ledger;

import dev.dromedary.kube.FreePort;
import dev.dromedary.kube.OwnAddress;
import dev.dromedary.ledger.check.Answer;
import dev.dromedary.ledger.check.Content;
import dev.dromedary.ledger.check.Delivered;
import dev.dromedary.ledger.check.Place;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The function: it writes down what comes, syncs that, and then answers as it is told. Its port can close and open again, as that of
 * a pod that is replaced. All that is its own is touched on one event loop.
 */
final class FunctionServer implements AutoCloseable {

    private static final Duration TOO_LATE = Setting.TIMEOUT.plusMillis(500);
    private static final long REOPEN_MILLIS = 100;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Journal journal;
    private final Answers answers;
    private final Map<Place, Integer> calls = new HashMap<>();
    private final Set<Place> settled = new HashSet<>();
    private final List<Delivered> delivered = Collections.synchronizedList(new ArrayList<>());
    private volatile HttpServer server;
    private volatile int taken;
    private volatile long lastCall = Clock.now();
    private final AtomicInteger called = new AtomicInteger();
    private final int port;

    /** What it makes of events. */
    @FunctionalInterface
    interface Answers {

        /**
         * The answer.
         *
         * @param call how often the event came before
         */
        Answer answer(Content content, int call);
    }

    FunctionServer(Path file, Answers answers) {
        this.journal = new Journal(file);
        this.answers = answers;
        this.port = FreePort.any();
        open();
    }

    private void open() {
        HttpServerOptions options = new HttpServerOptions().setSoLinger(0).setReuseAddress(true);
        var opened = new java.util.concurrent.CompletableFuture<HttpServer>();
        loop.runOnContext(now -> vertx.createHttpServer(options)
                .requestHandler(request -> request.body().onSuccess(body -> called(request, body)))
                .listen(port, host())
                .onSuccess(opened::complete)
                .onFailure(opened::completeExceptionally));
        server = opened.join();
    }

    /** A port that stays closed would look as if nobody called any more. */
    private void openAgain() {
        try {
            open();
        } catch (CompletionException e) {
            System.out.println("ledger: the function's port " + port + " does not open yet: " + e.getCause());
            openAfter(REOPEN_MILLIS);
        }
    }

    private void openAfter(long millis) {
        vertx.setTimer(
                millis,
                timer -> vertx.executeBlocking(
                        () -> {
                            openAgain();
                            return null;
                        },
                        false));
    }

    /** Where it is, for an EndpointSlice. */
    String host() {
        return OwnAddress.get().getHostAddress();
    }

    int port() {
        return port;
    }

    private void called(HttpServerRequest request, Buffer body) {
        lastCall = Clock.now();
        long came = lastCall;
        called.incrementAndGet();
        Place place = place(request.getHeader("event-id"));
        Content content = Body.read(body.getBytes());
        int call = calls.merge(place, 1, Integer::sum) - 1;
        Answer answer = answers.answer(content, call);
        String told = told(request);
        String line = came + "\t" + place + "\t" + content.key() + "\t" + content.number() + "\t" + call + "\t" + answer
                + "\t" + told;
        journal.append(line, kept -> {
            delivered.add(new Delivered(came, kept, place, content, told, answer));
            loop.runOnContext(now -> answer(request, place, answer));
        });
    }

    private static Place place(String id) {
        String[] parts = id == null ? new String[0] : id.split("-", -1);
        return parts.length < 3
                ? new Place(-1, -1)
                : new Place(Integer.parseInt(parts[parts.length - 2]), Long.parseLong(parts[parts.length - 1]));
    }

    private static String told(HttpServerRequest request) {
        return String.join(
                " ",
                String.valueOf(request.getHeader("event-key")),
                String.valueOf(request.getHeader("event-header-number")),
                String.valueOf(request.getHeader("event-partition")),
                String.valueOf(request.getHeader("event-offset")));
    }

    private void answer(HttpServerRequest request, Place place, Answer answer) {
        if (answer == Answer.TAKEN && settled.add(place)) {
            taken = settled.size();
        }
        switch (answer) {
            case TAKEN -> end(request, 200);
            case FAILED -> end(request, 500);
            case REFUSED -> end(request, 400);
            case PUT_OFF -> {
                request.response().putHeader("retry-after", "1");
                end(request, 429);
            }
            case RESET -> request.connection().close();
            case LATE -> vertx.setTimer(TOO_LATE.toMillis(), timer -> end(request, 200));
        }
    }

    private static void end(HttpServerRequest request, int status) {
        if (!request.response().closed() && !request.response().ended()) {
            request.response().setStatusCode(status).end();
        }
    }

    /** Its port is closed with all connections, whatever is under way, and opens again after a while; does not wait. */
    void fall(Duration until) {
        server.close().onComplete(closed -> openAfter(until.toMillis()));
    }

    /** How many events it has taken, each counted once. */
    int taken() {
        return taken;
    }

    /** How often it was called. */
    int calls() {
        return called.get();
    }

    /** When it was last called. */
    long lastCall() {
        return lastCall;
    }

    /** What came, so far. */
    List<Delivered> delivered() {
        synchronized (delivered) {
            return List.copyOf(delivered);
        }
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
        journal.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
