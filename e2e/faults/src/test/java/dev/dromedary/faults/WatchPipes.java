package dev.dromedary.faults;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiFunction;

/** The watches that are open, which are WebSockets; a frame is an event. */
final class WatchPipes {

    private static final int LARGEST_FRAME = 16 << 20;
    private static final int MOST = 100;

    private final Vertx vertx;
    private final Context context;
    private final Upstream upstream;
    private final WebSocketClient client;
    private final BiFunction<String, String, Turn> turns;
    private final Set<WatchPipe> open = new HashSet<>();
    private boolean holding;

    WatchPipes(Vertx vertx, Upstream upstream, BiFunction<String, String, Turn> turns) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.upstream = upstream;
        this.turns = turns;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setMaxConnections(MOST)
                .setMaxFrameSize(LARGEST_FRAME)
                .setMaxMessageSize(LARGEST_FRAME));
    }

    /** The one event loop of the proxy. */
    Context context() {
        return context;
    }

    void open(HttpServerRequest request, Call call, Fate fate) {
        if (fate instanceof Fate.Refuse(int status, String reason)) {
            FaultProxy.refuse(request, status, reason);
            return;
        }
        request.pause();
        client.connect(upstream.webSocket(request))
                .onFailure(trouble -> refused(request, trouble))
                .onSuccess(source -> {
                    // The first events come with the handshake: nobody would hear them.
                    source.pause();
                    request.toWebSocket()
                            .onFailure(trouble -> source.close())
                            .onSuccess(sink -> join(call.plural(), source, sink));
                });
    }

    private void join(String plural, WebSocket source, ServerWebSocket sink) {
        if (source.isClosed() || sink.isClosed()) {
            source.close();
            sink.close();
            return;
        }
        WatchPipe pipe = new WatchPipe(vertx, plural, source, sink, turns);
        open.add(pipe);
        pipe.onEnd(() -> open.remove(pipe));
        if (holding) {
            pipe.hold();
        }
        source.resume();
    }

    private static void refused(HttpServerRequest request, Throwable trouble) {
        if (trouble instanceof UpgradeRejectedException rejected) {
            request.response().setStatusCode(rejected.getStatus());
            if (rejected.getBody() == null) {
                request.response().end();
            } else {
                request.response().putHeader("Content-Type", "application/json").end(rejected.getBody());
            }
        } else {
            request.connection().close();
        }
    }

    void hold() {
        holding = true;
        open.forEach(WatchPipe::hold);
    }

    void release() {
        holding = false;
        Set.copyOf(open).forEach(WatchPipe::release);
    }
}
