package dev.dromedary.routes.http.auth;

import dev.dromedary.routes.core.web.WebAnswer;
import dev.dromedary.routes.core.web.WebClient;
import dev.dromedary.routes.core.web.WebFailed;
import dev.dromedary.routes.core.web.WebRequest;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Small documents by HTTPS. */
record Download(WebClient client) implements AutoCloseable {

    /** What a trigger's keys may take, in all. */
    static final Duration TIME = Duration.ofSeconds(5);

    /**
     * Gets one.
     *
     * @param uri with {@code https} and a host
     * @return fails with {@link WebFailed}, or with a time-out
     */
    CompletionStage<byte[]> get(URI uri) {
        WebRequest request = new WebRequest(
                HttpMethod.GET,
                uri,
                new DefaultHttpHeaders().set(HttpHeaderNames.ACCEPT, "application/json"),
                Unpooled.EMPTY_BUFFER);
        return client.send(request).thenCompose(Download::document);
    }

    private static CompletionStage<byte[]> document(WebAnswer answer) {
        return answer.status() == HttpURLConnection.HTTP_OK
                ? CompletableFuture.completedStage(ByteBufUtil.getBytes(answer.body()))
                : CompletableFuture.failedStage(
                        new WebFailed("it answers " + answer.status() + " (redirects are not followed)"));
    }

    @Override
    public void close() {
        client.close();
    }
}
