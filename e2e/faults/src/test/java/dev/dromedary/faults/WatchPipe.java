package dev.dromedary.faults;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BiFunction;

/** One watch, from the API server to the reconciler. */
final class WatchPipe {

    private static final String GONE =
            """
            {"type": "ERROR", "object": {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
             "message": "too old resource version", "reason": "Expired", "code": 410}}""";

    private final Vertx vertx;
    private final String plural;
    private final WebSocket source;
    private final ServerWebSocket sink;
    private final BiFunction<String, String, Turn> turns;
    private final Deque<String> held = new ArrayDeque<>();
    private Optional<String> swapped = Optional.empty();
    private boolean holding;
    private boolean silent;

    WatchPipe(
            Vertx vertx,
            String plural,
            WebSocket source,
            ServerWebSocket sink,
            BiFunction<String, String, Turn> turns) {
        this.vertx = vertx;
        this.plural = plural;
        this.source = source;
        this.sink = sink;
        this.turns = turns;
        source.textMessageHandler(this::arrived);
        source.closeHandler(closed -> sourceEnded());
    }

    void onEnd(Runnable ended) {
        sink.closeHandler(closed -> {
            source.close();
            ended.run();
        });
    }

    void hold() {
        holding = true;
    }

    void release() {
        holding = false;
        while (!held.isEmpty()) {
            send(held.removeFirst());
        }
    }

    private void arrived(String event) {
        if (silent) {
            return;
        }
        // A bookmark is no event: it says how far the stream is.
        Turn turn = event.startsWith("{\"type\":\"BOOKMARK\"") ? Turn.PASS : turns.apply(plural, event);
        switch (turn) {
            case Turn.Pass() -> deliver(event);
            case Turn.Drop() -> {}
            case Turn.Repeat() -> {
                deliver(event);
                deliver(event);
            }
            case Turn.Swap() -> swapped = Optional.of(event);
            case Turn.Stall(Duration time) -> stall(event, time);
            case Turn.Cut() -> cut();
            case Turn.Gone() -> {
                deliver(GONE);
                cut();
            }
            case Turn.Silence() -> silence();
        }
    }

    private void stall(String event, Duration time) {
        hold();
        held.add(event);
        vertx.setTimer(time.toMillis(), timer -> release());
    }

    /** As where a firewall forgot the connection: nothing arrives any more, not even an answer to a ping. */
    private void silence() {
        silent = true;
        sink.pause();
    }

    /** What the API server says meanwhile must not get through: the reconciler would think it knew all before it. */
    private void cut() {
        silent = true;
        sink.close();
    }

    private void deliver(String event) {
        if (holding) {
            held.add(event);
        } else {
            send(event);
        }
    }

    private void send(String event) {
        if (sink.isClosed() || silent) {
            return;
        }
        sink.writeTextMessage(event);
        swapped.ifPresent(sink::writeTextMessage);
        swapped = Optional.empty();
    }

    private void sourceEnded() {
        if (!silent) {
            sink.close();
        }
    }
}
