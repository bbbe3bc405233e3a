package dev.dromedary.reconciler;

import dev.dromedary.kube.RealApiServer;
import io.fabric8.kubernetes.client.Config;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** The API server as a client sees it that knows no Kubernetes library. */
final class PlainHttp {

    private final Config config = RealApiServer.shared().client().getConfiguration();
    private final HttpClient client =
            HttpClient.newBuilder().sslContext(trusting()).build();

    /** Sends a request; a {@code PATCH} as a merge patch. */
    HttpResponse<String> call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(config.getMasterUrl().replaceAll("/$", "") + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + config.getOauthToken())
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The API server of the tests signs its certificate itself. */
    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
