package dev.dromedary.metrics;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;

/** Asks a pod for a text. A pod is a stranger: what it answers is bounded in size and time. */
final class Scraper {

    private static final int CONNECT_MILLIS = 1000;
    private static final int LONGEST_MILLIS = 2000;
    private static final int OK = 200;

    private final HttpClient client;
    private final int largest;

    /**
     * Asks nobody yet.
     *
     * @param largest bytes of an answer; what is longer is none
     */
    Scraper(Vertx vertx, int largest) {
        this.largest = largest;
        client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setKeepAlive(false));
    }

    /** What the pod has at a path; fails where it does not answer, or not with that, and says why. */
    Future<String> text(String host, int port, String path) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(host)
                .setPort(port)
                .setURI(path);
        return client.request(options).compose(request -> request.send()
                .compose(this::text)
                .timeout(LONGEST_MILLIS, TimeUnit.MILLISECONDS)
                .onFailure(trouble -> request.reset()));
    }

    private Future<String> text(HttpClientResponse response) {
        Promise<String> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        if (response.statusCode() != OK) {
            whole.tryFail("answered " + response.statusCode());
        }
        response.endHandler(end -> whole.tryComplete(body.toString()));
        response.handler(part -> {
            if (body.length() + part.length() > largest) {
                whole.tryFail("answered more than " + largest + " bytes");
            } else {
                body.appendBuffer(part);
            }
        });
        return whole.future();
    }

    void close() {
        var unused = client.close();
    }
}
