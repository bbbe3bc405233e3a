package dev.dromedary.routes.http;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The router's public door: one HTTP server, on every event loop, for all triggers. */
public final class HttpListener {

    private static final int LONGEST_HEADERS = 64 * 1024;
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int IDLE_SECONDS = 300;
    private static final Duration DRAIN_POLL = Duration.ofMillis(20);

    private final Vertx vertx;
    private final HttpServerOptions options;
    private final HttpDirectory<HttpTriggerConsumer> directory = new HttpDirectory<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean draining;
    private volatile String deployment;
    private volatile int port;

    /**
     * A door that is not open yet.
     *
     * @param host the address to listen on, such as {@code 0.0.0.0}
     * @param port 0: any free one
     */
    public HttpListener(Vertx vertx, String host, int port) {
        this.vertx = vertx;
        this.options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxHeaderSize(LONGEST_HEADERS)
                .setMaxInitialLineLength(LONGEST_LINE)
                .setHandle100ContinueAutomatically(true)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    /** Opens it. Requests nobody answers get 404. */
    public Future<Void> open(int eventLoops) {
        DeploymentOptions instances = new DeploymentOptions().setInstances(options.getPort() == 0 ? 1 : eventLoops);
        return vertx.deployVerticle(Door::new, instances)
                .onSuccess(id -> deployment = id)
                .mapEmpty();
    }

    /**
     * Closes it once what is under way has been answered, or after a while. Meanwhile each answer asks its client to open
     * its next connection elsewhere.
     *
     * @param longest what takes longer is cut off
     */
    public void drain(Duration longest) {
        draining = true;
        long end = System.nanoTime() + longest.toNanos();
        while (underWay.get() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(DRAIN_POLL.toNanos());
        }
        if (deployment != null) {
            vertx.undeploy(deployment).toCompletionStage().toCompletableFuture().join();
        }
    }

    /** A request is being carried out. */
    void begin(HttpServerRequest request) {
        underWay.incrementAndGet();
        if (draining && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
    }

    /** It has been answered, one way or another. */
    void end() {
        underWay.decrementAndGet();
    }

    /** The port it listens on, once it is open. */
    public int port() {
        return port;
    }

    HttpDirectory<HttpTriggerConsumer> directory() {
        return directory;
    }

    private void accept(HttpServerRequest request) {
        request.pause();
        String path = request.path();
        if (path == null || isCrooked(path)) {
            Refusal.send(request, 400, "The path must be absolute, without . or .. segments");
            return;
        }
        String host = request.authority() == null ? null : request.authority().host();
        Optional<HttpTriggerConsumer> trigger = directory.find(host, path);
        if (trigger.isPresent()) {
            trigger.get().accept(request);
        } else {
            Refusal.send(request, 404, "No HTTPTrigger has host '" + host + "' and this path");
        }
    }

    /** A path that is not in its one normal form could mean another trigger to somebody else. */
    private static boolean isCrooked(String path) {
        if (!path.startsWith("/")) {
            return true;
        }
        String plain = path.toLowerCase(Locale.ROOT).replace("%2e", ".").replace("%2f", "/");
        return (plain + "/").contains("/../") || (plain + "/").contains("/./") || path.contains("\\");
    }

    /** One event loop's share. */
    private final class Door extends AbstractVerticle {

        private HttpServer server;

        @Override
        public void start(Promise<Void> started) {
            server = vertx.createHttpServer(new HttpServerOptions(options)).requestHandler(HttpListener.this::accept);
            server.listen()
                    .onSuccess(open -> port = open.actualPort())
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
