package dev.dromedary.routes.core;

import dev.dromedary.crd.Key;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Calls functions over HTTP/1.1 on the event loop: bodies stream both ways, connections are kept, the pod with the least
 * under way is taken. A pod that cannot be connected to is passed over for the next; once a request may have reached a
 * pod it is sent again only where that does no harm.
 */
public final class VertxInvoker implements Invoker {

    private static final int CONNECTIONS_PER_POD = 1024;
    private static final int CONNECT_MILLIS = 2000;
    /** Below the 5 s after which Node.js closes an idle connection, perhaps just as we send. */
    private static final int IDLE_SECONDS = 4;

    private final HttpClient client;
    private final Vertx vertx;
    private final Endpoints endpoints;
    private final Function<Key, Duration> timeouts;
    private final Outstanding outstanding = new Outstanding();

    /**
     * An invoker.
     *
     * @param slices the EndpointSlices of functions
     * @param timeouts how long a function may take until it begins to answer
     */
    public VertxInvoker(Vertx vertx, dev.dromedary.kube.Cache slices, Function<Key, Duration> timeouts) {
        this.vertx = vertx;
        this.endpoints = new Endpoints(slices);
        this.timeouts = timeouts;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_1_1)
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setKeepAliveTimeout(IDLE_SECONDS),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_POD));
    }

    @Override
    public Future<Answer> invoke(Call call) {
        List<SocketAddress> pods = outstanding.leastFirst(endpoints.of(call.function()));
        if (pods.isEmpty()) {
            return Future.failedFuture(
                    InvocationFailed.unavailable("No pod of function " + call.function() + " is ready"));
        }
        return attempt(call, pods, 0);
    }

    @Override
    public int inFlight(Key function) {
        return outstanding.of(function);
    }

    private Future<Answer> attempt(Call call, List<SocketAddress> pods, int index) {
        SocketAddress pod = pods.get(index);
        RequestOptions options = new RequestOptions()
                .setServer(pod)
                .setHost(pod.host())
                .setPort(pod.port())
                .setMethod(call.method())
                .setURI(call.uri());
        outstanding.begin(call.function(), pod);
        return client.request(options)
                .onFailure(trouble -> outstanding.end(call.function(), pod))
                .transform(connected -> {
                    if (connected.succeeded()) {
                        return exchange(call, pod, connected.result());
                    }
                    return index + 1 < pods.size()
                            ? attempt(call, pods, index + 1)
                            : Future.failedFuture(InvocationFailed.unavailable("No pod of function "
                                    + call.function() + " takes a connection: "
                                    + connected.cause().getMessage()));
                });
    }

    private Future<Answer> exchange(Call call, SocketAddress pod, HttpClientRequest request) {
        Duration timeout = timeouts.apply(call.function());
        boolean[] late = new boolean[1];
        long timer = vertx.setTimer(timeout.toMillis(), id -> {
            late[0] = true;
            request.reset();
        });
        call.cancelled().onComplete(gone -> request.reset());
        return send(call, request)
                .onComplete(sent -> vertx.cancelTimer(timer))
                .onFailure(trouble -> outstanding.end(call.function(), pod))
                .onSuccess(response -> response.end().onComplete(end -> outstanding.end(call.function(), pod)))
                .map(VertxInvoker::answer)
                .recover(trouble -> {
                    if (late[0]) {
                        return Future.failedFuture(InvocationFailed.timeout("Function " + call.function()
                                + " did not answer within " + timeout.toSeconds() + " s"));
                    }
                    return again(call, trouble);
                });
    }

    /** The connection broke before an answer: safe calls go once more, by a connection of their own. */
    private Future<Answer> again(Call call, Throwable trouble) {
        if (call.isSafe() && !call.cancelled().isComplete() && !call.headers().contains(Headers.RETRIED)) {
            call.headers().set(Headers.RETRIED, "1");
            return invoke(call);
        }
        return Future.failedFuture(InvocationFailed.broken("The connection to function " + call.function()
                + " broke before it answered: " + trouble.getMessage()));
    }

    private static Future<HttpClientResponse> send(Call call, HttpClientRequest request) {
        Headers.toFunction(call.headers(), request.headers());
        return switch (call.body()) {
            case Call.None none -> request.send();
            case Call.Bytes bytes -> request.send(bytes.bytes());
            case Call.Stream stream -> {
                if (stream.length() >= 0) {
                    request.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(stream.length()));
                } else {
                    request.setChunked(true);
                }
                yield request.send(stream.bytes());
            }
        };
    }

    private static Answer answer(HttpClientResponse response) {
        response.pause();
        MultiMap headers = Headers.withoutHopByHop(response.headers());
        return new Answer(response.statusCode(), headers, response, response::trailers);
    }

    /** Closes all connections. */
    public void close() {
        var unused = client.close();
        try {
            unused.toCompletionStage().toCompletableFuture().get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            // The process ends anyway.
        }
    }
}
