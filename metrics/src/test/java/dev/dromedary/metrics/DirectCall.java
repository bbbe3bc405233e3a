package dev.dromedary.metrics;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.concurrent.CompletionException;

/** Somebody who calls the metrics server past the API server, and says to be it. */
record DirectCall(int port, HttpClientOptions options) {

    DirectCall(int port) {
        this(port, new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
    }

    /** With a certificate of that name, which nobody has signed but itself. */
    DirectCall withCertificateOf(String name) {
        ServingCertificate own = ServingCertificate.make(name, 1);
        return new DirectCall(
                port,
                new HttpClientOptions(options)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(own.certificate()))
                                .addKeyValue(Buffer.buffer(own.key()))));
    }

    /** What comes of it: the status, or {@code refused} and why. */
    String status(String path) {
        Vertx vertx = Vertx.vertx();
        try {
            return vertx.createHttpClient(options)
                    .request(new RequestOptions()
                            .setMethod(HttpMethod.GET)
                            .setHost("127.0.0.1")
                            .setPort(port)
                            .setURI(path))
                    .compose(request -> request.putHeader("X-Remote-User", "admin")
                            .putHeader("X-Remote-Group", "system:masters")
                            .send())
                    .map(response -> String.valueOf(response.statusCode()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            return "refused: " + e.getCause();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
